/*
 * The messages between the modules of the nightly processing. A module reads
 * one from standard input and sends the next one to the queue `traitement`.
 */
#ifndef TRAITEMENT_MESSAGE_H
#define TRAITEMENT_MESSAGE_H

#include "traitement/base/traitement_db.h"
#include "json/js.h"

#define MESSAGE_QUEUE "traitement"
#define MESSAGE_ID_MAX 128

struct message {
	struct buf text;         /* the line that was read */
	char id[MESSAGE_ID_MAX]; /* of the job */
	char id_traitement[ID_TRAITEMENT_MAX];
	int64_t passage;
	char demande_le[DAY_TEXT_MAX]; /* handed on from message to message */
	struct js ouvrages; /* an array of ids, or null for all; borrows text */
	int64_t attempt,
	    attempts; /* of this job: the present one, of how many */
};

enum message_read {
	MESSAGE_OK,
	MESSAGE_EMPTY, /* a module before had nothing to send: text is its line
			*/
	MESSAGE_BAD,   /* e says why: it can never succeed */
};

/* Reads the last line of standard input, a message for the stage e. */
enum message_read message_read(
    struct message *m, enum etape e, struct err *why);

/* Appends {"id","name","data"} of a message to `name`: a stage or
 * "notification". suffix follows the id, or is "". demande_le is when the
 * traitement was asked for; NULL: now. */
void message_put(struct buf *b, const char *id_traitement, const char *name,
    int64_t passage, const char *suffix, struct js ouvrages,
    const char *demande_le);

/* Where messages are sent to: $QUEUE_URL, or DIR/queue.db. */
struct queue *message_queue(const char *dir, bool create);

/* Sends the message that message_put made. An id that the queue knows already
 * is sent once. Ends the program with EXIT_RETRY if the queue is unavailable.
 */
void message_send(const char *dir, struct str message);

/* True if the queue holds jobs of that traitement (notification aside) that are
 * waiting, delayed or active; the name of one in name, if it is not NULL. *any
 * is set if it holds jobs of it in any state. */
bool message_is_pending(const char *dir, const char *id_traitement,
    char name[MESSAGE_ID_MAX], bool *any);

/* The greatest passage among the jobs of that traitement in the queue. */
int64_t message_last_passage(const char *dir, const char *id_traitement);

#endif
