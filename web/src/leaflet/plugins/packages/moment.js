// Moment, with which folium's plugins write times in the format that their user gives: in UTC, so that a page says the
// same to readers of all time zones.
import moment from "moment";

Object.assign(window, {
  moment: Object.assign(function (/** @type {any[]} */ ...values) {
    return moment.utc(...values);
  }, moment),
});
