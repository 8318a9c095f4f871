/*
 * What a workbook of NPEC looks like: its layout changed seven times, and only
 * the name of the file tells which one it has (npec.md 5 of the records'
 * specification).
 *
 * The keys of the sheets that are read are NPEC_KEY (a row is an amount) and
 * CPNE_KEY (a row links a CPNE with an IDCC); the names of their columns are
 * those of the record's fields, "" for a column that is read and dropped.
 */
#ifndef NPEC_FORMAT_H
#define NPEC_FORMAT_H

#include "xlsx/sheetrule.h"

#define NPEC_KEY "npec"
#define CPNE_KEY "cpne-idcc"

/* The rules for the sheets of a file that was published under that name. */
const struct sheet_rule *npec_format(struct str filename);

#endif
