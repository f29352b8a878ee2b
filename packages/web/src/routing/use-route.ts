import { useCallback, useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import { addressOf, parseRoute, type Route } from './route.ts';

export function useRoute(): Route {
  const [pathname] = useLocation();
  const search = useSearch();
  return useMemo(() => parseRoute(pathname, search), [pathname, search]);
}

export interface NavigateOptions {
  /** Takes the place of the present entry of the history. */
  readonly replace?: boolean;
}

/** Going from chat to chat keeps the filter of the list, unless the route says another. */
export function useNavigate(): (route: Route, options?: NavigateOptions) => void {
  const [, navigate] = useLocation();
  return useCallback((route, options) => navigate(addressOf(withFilter(route)), options), [navigate]);
}

function withFilter(route: Route): Route {
  if (route.view !== 'inbox' || route.filter !== undefined) return route;
  const now = parseRoute(location.pathname, location.search);
  return now.view === 'inbox' ? { ...route, filter: now.filter } : route;
}
