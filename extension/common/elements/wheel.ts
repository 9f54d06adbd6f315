/** Wheel units to one doubling of the zoom. */
const WHEEL = 400;
const LINE = 40;

/** How many times larger a turn of the wheel makes a picture. */
export function zoomOfWheel({ deltaY, deltaMode, ctrlKey }: WheelEvent): number {
  const unit = deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : LINE;
  // Pinching on a touchpad arrives as a wheel with Ctrl, in small steps.
  const speed = ctrlKey ? 4 : 1;
  return 2 ** ((-deltaY * unit * speed) / WHEEL);
}
