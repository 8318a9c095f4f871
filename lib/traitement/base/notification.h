/*
 * Notices to experts: rows of table notification, which notify-experts(1)
 * sends. A notice has a key and is written once, however often its stage runs.
 * The texts are those of data/messages/notifications.fr.json.
 */
#ifndef NOTIFICATION_H
#define NOTIFICATION_H

#include "traitement/base/traitement_db.h"

enum notification {
	N_BASCULE,
	N_DEPASSEMENT,
	N_DONNEES_ABSENTES,
	N_ECHEC_OUVRAGE,
	N_FIN_TRAITEMENT,
	N_ECHEC_TRAITEMENT,
	NOTIFICATIONS,
};

/* Writes a notice to each active expert concerned, by id. ouvrage is NULL for
 * notices about the whole traitement. liste is what the text says of the
 * reason. Returns how many were new. */
int64_t notify(struct db *d, const struct traitement *t, enum notification n,
    const char *ouvrage, const char *liste);

/* Writes the notices that a traitement has failed for good. */
void notify_failure(
    struct db *d, const struct traitement *t, const char *reason);

#endif
