/* The tables of npec.db; npec_file lists the files whose rows the other two
 * contain, in their order. */
#include "apprentissage/records/tables.h"

const struct table table_npec = {
	.name = "npec",
	.flags = TABLE_DOC,
	.col = COLUMNS({ "filename", C_TEXT, NULL },
	    { "type", C_TEXT, "data.type" }, { "rncp", C_TEXT, "data.rncp" },
	    { "cpne_code", C_TEXT, "data.cpne_code" }),
};

const struct table table_npec_normalized = {
	.name = "npec_normalized",
	.flags = TABLE_DOC,
	.index = "CREATE INDEX npec_normalized_rncp ON"
		 " npec_normalized(rncp, date_file)",
	.col = COLUMNS({ "filename", C_TEXT, NULL }, { "rncp", C_TEXT, NULL },
	    { "cpne_code", C_TEXT, NULL },
	    { "date_applicabilite", C_TEXT, NULL },
	    { "date_file", C_TEXT, NULL }),
};

/* sha256: of the file that was read; null: it must be read again */
const struct table table_npec_file = {
	.name = "npec_file",
	.col = COLUMNS({ "filename", C_TEXT, NULL },
	    { "date_file", C_TEXT, NULL }, { "sha256", C_TEXT, NULL },
	    { "npec", C_INT, NULL }, { "npec_normalized", C_INT, NULL }),
};
