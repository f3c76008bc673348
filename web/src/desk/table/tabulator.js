// The grid of the table of records, loaded when it is first opened: Tabulator with the modules that it uses.
import { ClipboardModule, EditModule, FilterModule, FormatModule, FrozenColumnsModule, InteractionModule, KeybindingsModule, ResizeColumnsModule, SelectRangeModule, SortModule, Tabulator } from "tabulator-tables";
import "tabulator-tables/dist/css/tabulator_simple.css";

Tabulator.registerModule([ClipboardModule, EditModule, FilterModule, FormatModule, FrozenColumnsModule, InteractionModule, KeybindingsModule, ResizeColumnsModule, SelectRangeModule, SortModule]);
Object.assign(window, { geotrackTabulator: Tabulator });
