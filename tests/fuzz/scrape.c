/* Any bytes as a page: its links, with what tells them apart, are UTF-8. */
#include "format/scrape.h"
#include "base/text.h"
#include "fuzz.h"

static void
check(char *text)
{
	fuzz_must(!text || utf8_valid(text, strlen(text)));
	free(text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct err e;
	struct scrape *s = scrape_open(fuzz_text(data, n), &e);

	if (!s)
		return 0;
	while (scrape_next(s)) {
		scrape_has_class(s, "c");
		scrape_is_within(s, "c");
		check(scrape_attribute(s, "href"));
		check(scrape_text(s, "c"));
	}
	scrape_close(s);
	return 0;
}
