/*
 * The tracked texts of data/ and of pipelines/, where a tool finds them: in the
 * source tree, or where `make install` puts them.
 */
#ifndef SHARE_H
#define SHARE_H

/* The path of DIR/NAME, "prompts" and "fiche.txt" for example; the caller
 * frees it. It is looked for from the place of the running program: in data/ of
 * the tree that built it, in ../share/alternance, and in that tree. Dies if it
 * is in none. */
char *share_path(const char *dir, const char *name);

#endif
