/* The tables of npec.db; npec_file says what the other two hold, file by
 * file, in their order. */
#include "table.h"

const struct table tables_npec[] = {
	{ "npec", true, false, NULL,
	    { { "filename", C_TEXT, NULL }, { "type", C_TEXT, "data.type" },
		{ "rncp", C_TEXT, "data.rncp" },
		{ "cpne_code", C_TEXT, "data.cpne_code" } } },
	{ "npec_normalized", true, false,
	    "CREATE INDEX npec_normalized_rncp ON"
	    " npec_normalized(rncp, date_file)",
	    { { "filename", C_TEXT, NULL }, { "rncp", C_TEXT, NULL },
		{ "cpne_code", C_TEXT, NULL },
		{ "date_applicabilite", C_TEXT, NULL },
		{ "date_file", C_TEXT, NULL } } },
	/* sha256: of the bytes that were read; null: to be read again */
	{ "npec_file", false, false, NULL,
	    { { "filename", C_TEXT, NULL }, { "date_file", C_TEXT, NULL },
		{ "sha256", C_TEXT, NULL }, { "npec", C_INT, NULL },
		{ "npec_normalized", C_INT, NULL } } },
	{ 0 },
};
