// Replaces proj4js's table of ellipsoids: the map uses one.
export default { WGS84: { a: 6378137, rf: 298.257223563, ellipseName: "WGS 84" } };
