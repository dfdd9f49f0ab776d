import helmet from 'helmet';

/**
 * What browsers are told of every answer. Scripts come from the service alone, nothing frames its pages, and their
 * addresses, which name teams and applications, are not passed on to other sites. Nothing forces https: whether there
 * is a TLS proxy in front, and for which names, only that proxy knows.
 */
export const securityHeaders = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      'default-src': ["'self'"],
      'script-src': ["'self'"],
      'script-src-attr': ["'none'"],
      // A mail is shown in a frame without scripts that inherits this policy, and mails bring their styles along.
      'style-src': ["'self'", "'unsafe-inline'"],
      // The icon, and pictures of charts while they are made.
      'img-src': ["'self'", 'data:', 'blob:'],
      'font-src': ["'self'", 'data:'],
      'connect-src': ["'self'"],
      'object-src': ["'none'"],
      'base-uri': ["'none'"],
      'form-action': ["'self'"],
      'frame-ancestors': ["'none'"],
    },
  },
  crossOriginResourcePolicy: { policy: 'same-origin' },
  referrerPolicy: { policy: 'same-origin' },
  xFrameOptions: { action: 'deny' },
  strictTransportSecurity: false,
});
