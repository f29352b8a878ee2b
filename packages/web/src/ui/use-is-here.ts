import { type RefObject, useEffect, useRef } from 'react';

/** Whether the component is in the page still: whoever has left is not to be taken elsewhere by an answer that comes late. */
export function useIsHere(): RefObject<boolean> {
  const isHere = useRef(true);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);
  return isHere;
}
