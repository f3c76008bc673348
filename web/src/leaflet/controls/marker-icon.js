// The default marker icon as a data URL; Leaflet would load images from beside its style sheet.
import L from "leaflet";

/** @param {string} body @param {number} width @param {number} height */
const svg = (body, width, height) =>
  `data:image/svg+xml,${encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${body}</svg>`,
  )}`;

const iconUrl = svg(
  '<path d="M12.5 40C9.5 30 1.5 22.5 1.5 12.5a11 11 0 0 1 22 0C23.5 22.5 15.5 30 12.5 40Z" fill="#1f5f7a" stroke="#fff" stroke-width="1.5"/><circle cx="12.5" cy="12.5" r="4.2" fill="#fff"/>',
  25,
  41,
);
const shadowUrl = svg('<ellipse cx="14" cy="38.5" rx="8" ry="2" fill="#16242c" opacity=".25"/>', 41, 41);

delete L.Icon.Default.prototype._getIconUrl;
L.Icon.Default.mergeOptions({ iconUrl, iconRetinaUrl: iconUrl, shadowUrl });
