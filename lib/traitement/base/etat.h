/*
 * The state of a traitement as status-traitement(1) prints it.
 */
#ifndef ETAT_H
#define ETAT_H

#include "traitement/base/traitement_db.h"

/* Appends the record of a traitement, one JSON object; false if there is no
 * such traitement. */
bool etat_put(struct buf *b, struct db *d, struct str id);

#endif
