/*
 * Names of files and of members of archives, under which people see them.
 *
 * Names are UTF-8 and Unicode-composed (NFC): `e` + U+0300 is `è`, as a Mac
 * writes it [france_competence 2.1]. Composed are the letters that occur in
 * French and its neighbours: grave, acute, circumflex, tilde and diaeresis on
 * vowels, y, n and c, and the cedilla; any other sequence stays as it is.
 */
#ifndef NAMES_H
#define NAMES_H

#include <stdbool.h>

/* Composes the name in place. */
void names_compose(char *name);

/* Are the names equal once both are composed? */
bool names_equal(const char *a, const char *b);

/* A copy of the path, or if there is no such file the path of the one in the
 * same directory whose name is equal (names_equal). The caller frees it. */
char *names_find(const char *path);

/* The name of a member of an archive, from its bytes there: UTF-8 if that is
 * what they are, otherwise CP437 (cp437, the name that libzip makes of them) or
 * Windows-1252, whichever looks more like French. Composed, with slashes for
 * backslashes. The caller frees it. */
char *names_member(const char *bytes, const char *cp437);

#endif
