/*
 * Access tokens of Firebase Cloud Messaging: given ready-made, or obtained for
 * a service account by a signed assertion (RFC 7523).
 */
#ifndef FCM_TOKEN_H
#define FCM_TOKEN_H

#include "base/err.h"

/* A token, from FCM_ACCESS_TOKEN or for the account of FIREBASE_SECRET_KEY.
 * fresh: the one before was refused. Returns 0, EXIT_FAILED or EXIT_RETRY with
 * the reason in e. The token holds until the next call. */
int fcm_token(const char **token, bool fresh, struct err *e);

#endif
