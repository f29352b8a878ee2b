import type { ComponentPropsWithRef } from 'react';
import { Link } from 'wouter';
import { addressOf, type Route } from './route.ts';

interface RouteLinkProps extends Omit<ComponentPropsWithRef<'a'>, 'href'> {
  readonly to: Route;
  /** Says to everybody that this is where they are. */
  readonly isCurrent?: boolean;
}

export function RouteLink({ to, isCurrent = false, ...rest }: RouteLinkProps) {
  return <Link href={addressOf(to)} {...(isCurrent && { 'aria-current': 'page' as const })} {...rest} />;
}
