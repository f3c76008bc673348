// Replaces proj4js's registration of the 120 UTM zones.
export default function () {}
