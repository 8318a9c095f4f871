/* What is taken for a source's data, and what is not. */
#include "fetch/fetch_content.h"
#include "tap.h"

struct answer {
	const char *name;
	struct content content;
	const char *type, *body;
	int rc;
};

#define CSV(from)                                                              \
	{                                                                      \
		.kind = CONTENT_##from, .begins = "A"                          \
	}
#define CONTENT_UTF8 CONTENT_CSV
#define JSON(begins, empty)                                                    \
	{                                                                      \
		CONTENT_JSON, begins, empty                                    \
	}

static const struct answer answers[] = {
	{ "a list", JSON("[", false), NULL, " [{\"a\":1}]\n", 0 },
	{ "an empty list", JSON("[", false), NULL, "[ ]", EXIT_FAILED },
	{ "an empty list that may be", JSON("[", true), NULL, "[]", 0 },
	{ "an object for a list", JSON("[", false), NULL, "{\"error\":1}",
	    EXIT_FAILED },
	{ "a list of what it should hold", JSON("[a", false), NULL,
	    "[{\"b\":1,\"a\":null},2]", 0 },
	{ "a list of something else", JSON("[a", false), NULL, "[{\"b\":1}]",
	    EXIT_FAILED },
	{ "a list of numbers", JSON("[a", false), NULL, "[1]", EXIT_FAILED },
	{ "an empty list of it that may be", JSON("[a", true), NULL, "[]", 0 },
	{ "a number", JSON(NULL, false), NULL, "12", 0 },
	{ "a word", JSON(NULL, false), NULL, "true", EXIT_FAILED },
	{ "a text", JSON(NULL, false), NULL, "Not found", EXIT_FAILED },
	{ "nothing", JSON(NULL, false), NULL, " \n", EXIT_FAILED },
	{ "cut behind a bracket", JSON("[", false), NULL, "[{\"a\":[1]",
	    EXIT_RETRY },
	{ "cut in a text", JSON("{", false), NULL, "{\"a\":\"]}", EXIT_RETRY },
	{ "cut in a character", JSON("[", false), NULL, "[\"\xC3", EXIT_RETRY },
	{ "JSON that is none", JSON("[", false), NULL, "[1,]", EXIT_FAILED },
	{ "two documents", JSON("[", false), NULL, "[1][2]", EXIT_FAILED },
	{ "ISO 8859-1", JSON("[", false), NULL, "[\"\xE9\"]", EXIT_FAILED },
	{ "a member's list", JSON("{list", false), NULL,
	    "{\"n\":1,\"list\":[1]}", 0 },
	{ "an empty one", JSON("{list", false), NULL, "{\"list\":[ ]}",
	    EXIT_FAILED },
	{ "an empty one that may be", JSON("{list", true), NULL,
	    "{\"list\":[]}", 0 },
	{ "no such member", JSON("{list", true), NULL, "{\"List\":[]}",
	    EXIT_FAILED },
	{ "a member that is no list", JSON("{list", true), NULL,
	    "{\"list\":null}", EXIT_FAILED },
	{ "a page of HTML", JSON("[", false), NULL, "\n<html>", EXIT_FAILED },
	{ "a list that is called HTML", JSON("[", false),
	    "text/HTML; charset=utf-8", "[1]", 0 },
	{ "a table that is called HTML", CSV(UTF8), "text/html", "A;B\n1;2",
	    0 },
	{ "a page with a mark", JSON("[", false), NULL, "\xEF\xBB\xBF <html>",
	    EXIT_FAILED },
	{ "a list with a mark", JSON("[", false), NULL, "\xEF\xBB\xBF[1]", 0 },
	{ "a mark alone", JSON("[", false), NULL, "\xEF\xBB\xBF\n",
	    EXIT_FAILED },
	{ "an unnamed gzip", JSON(NULL, false), NULL, "\x1F\x8B\x08...",
	    EXIT_FAILED },
	{ "anything that is called HTML", { .kind = CONTENT_ANY }, "text/html",
	    "Sorry", EXIT_FAILED },
	{ "a workbook that is called HTML", { .kind = CONTENT_ANY },
	    "text/html", "PK\3\4", 0 },
	{ "anything", { .kind = CONTENT_ANY }, "text/plain", "A;B", 0 },
	{ "a table", CSV(UTF8), "text/csv", "A;B\n1;2", 0 },
	{ "its column is another", CSV(UTF8), NULL, "AB;B\n1;2\n",
	    EXIT_FAILED },
	{ "a quoted header, a mark, CRLF", CSV(UTF8), NULL,
	    "\xEF\xBB\xBF\"B\" ; A \r\n1;2\r\n", 0 },
	{ "a header alone", CSV(UTF8), NULL, "A;B\n\n", EXIT_FAILED },
	{ "not a line", CSV(UTF8), NULL, "A;B", EXIT_FAILED },
	{ "a last row that is short", CSV(UTF8), NULL, "A;B\n1;2\n1",
	    EXIT_RETRY },
	{ "a short row with its end", CSV(UTF8), NULL, "A;B\n1\n", 0 },
	{ "ISO 8859-1 for UTF-8", CSV(UTF8), NULL, "A;B\n\xE9;2\n",
	    EXIT_FAILED },
	{ "ISO 8859-1", CSV(LATIN1), NULL, "A;B\n\xE9;2\n", 0 },
	{ "UTF-8 for ISO 8859-1", CSV(LATIN1), NULL, "A;B\n\xC3\xA9;2\n",
	    EXIT_FAILED },
	{ "UTF-8 that says so", CSV(LATIN1), NULL,
	    "\xEF\xBB\xBF"
	    "A;B\n\xC3\xA9;2\n",
	    0 },
	{ "ASCII", CSV(LATIN1), NULL, "A;B\n1;2\n", 0 },
	{ "no archive", { .kind = CONTENT_ZIP }, NULL, "Rar!", EXIT_FAILED },
	{ "an archive cut", { .kind = CONTENT_ZIP }, NULL, "PK\3\4 and so on",
	    EXIT_RETRY },
	{ "an empty archive", { .kind = CONTENT_ZIP }, NULL,
	    "PK\5\6------------------", EXIT_FAILED },
	{ "an archive", { .kind = CONTENT_ZIP }, NULL,
	    "PK\3\4...PK\5\6------------------", 0 },
	{ "a page", { .kind = CONTENT_HTML }, "text/html",
	    "\n<!DOCTYPE html><HTML>..</HTML>\n<!-- served in 3 ms -->", 0 },
	{ "a page cut", { .kind = CONTENT_HTML }, "text/html", "<html><body>",
	    EXIT_RETRY },
	{ "a page without root", { .kind = CONTENT_HTML }, NULL, "<a href=x>",
	    0 },
	{ "no page", { .kind = CONTENT_HTML }, NULL, "{}", EXIT_FAILED },
};

int
main(void)
{
	for (size_t i = 0; i < sizeof(answers) / sizeof(*answers); i++) {
		const struct answer *a = &answers[i];
		struct err e;

		tap_ok(fetch_content_check(
			   &a->content, a->type, str_of(a->body), &e) == a->rc,
		    a->name);
	}
	return tap_done();
}
