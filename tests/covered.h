/* Included first into every file of a coverage build: saves the counts of a
 * process that ends without exit(), as the children of some tools do. */
#ifndef COVERED_H
#define COVERED_H

#include <unistd.h>

void __gcov_dump(void);
void __gcov_reset(void);

static inline _Noreturn void
covered_exit(int status)
{
	__gcov_dump();
	_exit(status);
}

/* A child of vfork counts in the memory of its parent, which goes on from 0. */
static inline int
covered_execvpe(const char *path, char *const *argv, char *const *env)
{
	__gcov_dump();
	__gcov_reset();
	return execvpe(path, argv, env);
}

#define _exit covered_exit
#define execvpe covered_execvpe

#endif
