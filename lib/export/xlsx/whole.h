/*
 * Checks that a workbook is whole: libxlsxwriter ignores errors when it writes
 * its temporary files, so on a full disk it makes a workbook that lacks rows.
 */
#ifndef WHOLE_H
#define WHOLE_H

#include <stdint.h>
#include <stdio.h>

struct whole {
	uint64_t *size; /* of the rows of each sheet, in bytes of XML */
	size_t n, cap;
};

/* Notes the temporary file of the next sheet, whose rows are all given. Ends
 * the program if it could not be written; path is for the message. */
void whole_note(struct whole *w, const char *path, FILE *rows);

/* Ends the program unless the workbook in the file tmp has all the sheets, each
 * with its rows and its end. Frees what whole_note kept. */
void whole_check(struct whole *w, const char *path, const char *tmp);

#endif
