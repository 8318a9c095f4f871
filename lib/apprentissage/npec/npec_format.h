/*
 * The layouts of the workbooks of NPEC. The layout changed seven times, and
 * only the name of the file says which one it has (npec(5) [npec 5]).
 *
 * The keys of the sheets that are read are NPEC_KEY (a row is an amount) and
 * CPNE_KEY (a row links a CPNE with an IDCC); the names of their columns are
 * those of the record's fields, "" for a column that is dropped.
 */
#ifndef NPEC_FORMAT_H
#define NPEC_FORMAT_H

#include "xlsx/sheetrule.h"

#define NPEC_KEY "npec"
#define CPNE_KEY "cpne-idcc"

/* Returns the rules for the sheets of the file that was published as filename.
 */
const struct sheet_rule *npec_format(struct str filename);

#endif
