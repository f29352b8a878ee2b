/** Where something opens that may outlive what it opened from: it stays where that was last. */

interface Anchor {
  readonly contextElement: Element;
  getBoundingClientRect(): DOMRect;
}

/** The buttons beside a message go with the pointer, while what they opened is looked at. */
export function steadyAnchor(element: Element): Anchor {
  let last = element.getBoundingClientRect();
  // A window may have become smaller since.
  const inSight = ({ x, y, width, height }: DOMRect) =>
    new DOMRect(Math.min(x, innerWidth - width), Math.min(y, innerHeight - height), width, height);
  return {
    contextElement: element,
    getBoundingClientRect() {
      if (element.isConnected) last = element.getBoundingClientRect();
      return inSight(last);
    },
  };
}
