// Replaces proj4js's table of datums: the map uses one.
export default { wgs84: { towgs84: "0,0,0", ellipse: "WGS84", datumName: "WGS84" } };
