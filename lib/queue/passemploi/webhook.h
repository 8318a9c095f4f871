/*
 * Messages to a chat's incoming webhook (Mattermost).
 */
#ifndef WEBHOOK_H
#define WEBHOOK_H

#include "base/buf.h"

/* Appends the message as JSON. */
void webhook_put(struct buf *b, struct str text);

/* Posts the message. A webhook that fails is a note, never an error. */
void webhook_post(const char *url, struct str text);

#endif
