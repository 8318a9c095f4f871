/*
 * Tables as sheets of an XLSX workbook (libxlsxwriter): export-xlsx(1) says
 * what a sheet looks like. Rows are streamed. The file appears whole or not at
 * all; the same rows and clock give the same bytes.
 *
 * Failures end the program with a message.
 */
#ifndef XLSX_H
#define XLSX_H

#include "export/flat.h"

struct xlsx;

/* Starts a workbook that will become the file path, which is borrowed until
 * xlsx_publish. */
struct xlsx *xlsx_create(const char *path);

/* Adds a sheet with all the rows of r, which reads database d. Returns the
 * number of rows. */
long long xlsx_add(struct xlsx *x, struct db *d, struct flat_reader *r);

/* Completes the file and frees x; true if path's bytes changed. */
bool xlsx_publish(struct xlsx *x);

#endif
