/*
 * How an execution ends: its rows, the statut of its traitement, the line that
 * it prints and the message that it sends.
 */
#ifndef STAGE_OUTCOME_H
#define STAGE_OUTCOME_H

#include "traitement/stage/stage.h"

/* Writes the row of one ouvrage and its anomalies. */
void outcome_ouvrage(struct run *r, const char *ouvrage, const struct bilan *b);

/* Ends the execution: its statut and numbers, what end (or NULL) adds, the next
 * message, the line. Returns the exit code. */
int outcome_execution(struct run *r, void (*end)(struct run *r));

/* Sends the next message of a finished execution, and prints its line. */
void outcome_print(struct run *r);

#endif
