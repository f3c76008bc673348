// In place of proj4js's table of datums: the map knows one.
export default { wgs84: { towgs84: "0,0,0", ellipse: "WGS84", datumName: "WGS84" } };
