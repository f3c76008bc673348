// What Leaflet's public types leave out: the inner methods that are put right for polar maps.
import type { Projection as PolarProjection } from "../polar/projections.js";

declare module "leaflet" {
  interface CRS {
    polar?: PolarProjection;
    projection: Projection;
    transformation: Transformation & { _transform(point: Point, scale: number): InnerPoint };
  }

  interface InnerPoint extends Point {
    _subtract(other: Point): Point;
  }

  interface Renderer {
    initialize(options: object): void;
    onAdd(map: Map): this;
    onRemove(map: Map): this;
    _update(): void;
    _updatePaths(): void;
  }

  interface SVG {
    _updateStyle(layer: unknown): void;
  }

  interface Canvas {
    _fillStroke(ctx: CanvasRenderingContext2D, layer: unknown): void;
  }

  interface ImageOverlay {
    initialize(url: string, bounds: unknown, options?: object): void;
  }

  interface Map {
    _popup?: Popup & { _source?: { _icon?: HTMLElement; _path?: SVGElement } };
    _animatingZoom?: boolean;
    _stop(): void;
    _rebound(before: number, after: number): number;
    _onZoomTransitionEnd(): void;
    _resetView(centre: LatLng, zoom: number, noMoveStart?: boolean): void;
    _getBoundsCenterZoom(
      bounds: unknown,
      options?: FitBoundsOptions,
    ): { center: LatLng; zoom: number };
  }

  interface Marker {
    _icon?: HTMLElement;
    initialize(latlng: LatLngExpression, options?: object): void;
    update(): void;
    _initIcon(): void;
    _setPos(position: Point): void;
  }

  interface PolylineOptions {
    /**
     * How an edge runs: straight in lon/lat and the short way over 180° ("lonlat"), the way it is written
     * ("written", of GeoJSON), or straight on the map ("plane").
     */
    edges?: string;
  }

  interface Polyline {
    initialize(latlngs: unknown, options?: object): void;
    _latlngs: unknown;
    /** Of a circle, which knows it; else its rings tell. */
    containsPole?(pole: number): boolean;
    _plane?: { crs: CRS; parts: [number, number][][] };
    _projectLatlngs(latlngs: unknown, result: Point[][], bounds: Bounds): void;
    _simplifyPoints(): void;
    _clipPoints(): void;
    _reset(): void;
  }

  interface LatLngBounds {
    /** The layers and places that this box was made of. */
    _shapes?: unknown[];
  }

  namespace Icon {
    interface Default {
      _getIconUrl?: unknown;
    }
  }
}
