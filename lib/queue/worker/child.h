/*
 * Processes that run jobs: each in a process group of its own, which ends with
 * the worker, whatever ends the worker.
 */
#ifndef CHILD_H
#define CHILD_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/buf.h"

struct child {
	pid_t pid;    /* and process group; 0: none */
	int out, err; /* pipes from its standard output and error; -1: closed */
	volatile pid_t *guarded; /* what the guard knows of it */
};

/* Starts the guard, a process that kills the groups of up to max children when
 * this process dies. Call it once, before files are opened. */
void child_guard(size_t max);

/* Starts a program with input on its standard input. argv and env end with
 * NULL; path is executed, or searched in $PATH if it has no slash. slot, less
 * than child_guard's max, must be free. Returns false with errno set if the
 * process cannot be started. */
bool child_start(struct child *c, size_t slot, const char *path,
    char *const *argv, char *const *env, struct str input);

/* Sends a signal to the group. */
void child_signal(const struct child *c, int signal);

/* Kills what is left of the group of a child that was waited for, and closes
 * the pipes. */
void child_end(struct child *c);

#endif
