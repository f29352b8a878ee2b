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

export function useNavigate(): (route: Route, options?: NavigateOptions) => void {
  const [, navigate] = useLocation();
  return useCallback((route, options) => navigate(addressOf(route), options), [navigate]);
}
