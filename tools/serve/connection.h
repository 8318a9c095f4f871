/* What a connection is served with. */
#ifndef CONNECTION_H
#define CONNECTION_H

struct serving {
	const char *faults; /* the file of rules, NULL for none */
	int log;            /* -1 for none */
};

/* Serves a connection to its end, and closes it. */
void serve_connection(const struct serving *s, int fd);

#endif
