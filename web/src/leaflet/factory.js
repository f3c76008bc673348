// Factory functions beside Leaflet classes.
/**
 * Leaflet's function beside a class, as `L.circle` beside `L.Circle`: folium also calls it with `new`.
 * @param {any} Class
 */
export function factory(Class) {
  return function (/** @type {any[]} */ ...values) {
    return new Class(...values);
  };
}
