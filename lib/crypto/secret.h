/*
 * Secrets: from the environment, or from a file that it names; never from a
 * command line, which everybody can read.
 */
#ifndef SECRET_H
#define SECRET_H

/* The value of VARIABLE, or the first line of the file that VARIABLE_FILE
 * names; the caller's. NULL if neither is set. Dies if the file cannot be
 * read, or the secret is empty or holds a control character. */
char *secret_find(const char *variable);

#endif
