/*
 * Titles of offers, compared as the reference does to find offers that were
 * published twice.
 */
#ifndef TITLE_H
#define TITLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

struct title {
	struct str raw;     /* as given; borrowed */
	struct buf clean;   /* words in lower case, each once */
	struct buf letters; /* the same without blanks */
	uint16_t *pair;     /* its pairs of letters, sorted */
	size_t pairs;
};

/* Makes t ready to be compared; raw must hold as long as t. */
void title_make(struct title *t, struct str raw);
void title_free(struct title *t);

#define TITLE_REASON_MAX 32

/* Whether the titles are similar; reason then says how: "identical", "similar
 * after clean", "similar 0.89". */
bool title_similar(const struct title *a, const struct title *b,
    char reason[TITLE_REASON_MAX]);

#endif
