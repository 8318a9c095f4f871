/* Any bytes as XML, behind two that say in which pieces they come and when the
 * reader stops: sax_scan and expat hear and say the same. */
#include "../sax_same.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	enum sax_went went;

	if (n >= 2)
		fuzz_must(sax_same(fuzz_text(data + 2, n - 2),
		    data[0] ? data[0] : SAX_BLOCK,
		    data[1] ? data[1] - 1 : INT32_MAX, &went));
	return 0;
}
