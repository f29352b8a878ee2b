/** The paths that are views of the app. The build hands them to the server, which serves the app at these and no others. */
export const paths = [
  '/',
  '/inbox',
  '/inbox/:chatID',
  '/search',
  '/accounts',
  '/accounts/add',
  '/accounts/add/:bridgeID',
  '/accounts/add/:bridgeID/:loginSessionID',
  '/accounts/:accountID',
  '/settings',
  '/settings/:section',
] as const;
