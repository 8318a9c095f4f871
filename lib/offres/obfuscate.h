/*
 * Functions for the SQL of obfuscate-db: what SQL itself cannot do.
 *
 *	random_address(TABLE, ID)	depends on the seed, TABLE and ID
 *	random_applicant()		an identifier, the same for all rows
 *	mask_delegations(JSON)		delegations without addresses
 */
#ifndef OBFUSCATE_H
#define OBFUSCATE_H

#include "store/db.h"

/* Adds the functions to d. The seed is borrowed for the life of the process. */
void obfuscate_add_functions(struct db *d, const char *seed);

#endif
