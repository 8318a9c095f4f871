/* users.db: the accounts, and the messages sent to them. */
#include "apprentissage/records/tables.h"

const struct table table_users = {
	.name = "users",
	.flags = TABLE_DOC | TABLE_DATED | TABLE_STATE,
	.index = "CREATE UNIQUE INDEX users_id ON users(_id);"
		 "CREATE UNIQUE INDEX users_email ON users(email);"
		 "CREATE INDEX users_organisation ON users(organisation)",
	.col = COLUMNS({ "_id", C_TEXT, NULL }, { "email", C_TEXT, NULL },
	    { "type", C_TEXT, NULL }, { "organisation", C_TEXT, NULL }),
};
