/* Any bytes as a page: its links come to an end, and what is said of them is
 * UTF-8. */
#include "scrape.h"
#include "fuzz.h"
#include "text.h"

static void
check(char *text)
{
	fuzz_must(!text || utf8_valid(text, strlen(text)));
	free(text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct scrape *s = scrape_open(fuzz_text(data, n), NULL);
	size_t links = 0;

	while (s && scrape_next(s)) {
		fuzz_must(++links <= n);
		check(scrape_attribute(s, "href"));
		check(scrape_text(s, "t"));
	}
	if (s)
		scrape_close(s);
	return 0;
}
