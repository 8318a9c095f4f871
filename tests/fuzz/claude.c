/* Any bytes as a stream of events, as one object and as an error. What a stream
 * says does not depend on what comes after message_stop, and a stream that is
 * cut before its end is not whole. */
#include "fiches/claude/claude_answer.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str body = { (const char *)data, n };
	struct claude_answer a = { 0 }, b = { 0 };
	struct buf more = { 0 };
	bool whole;

	claude_answer_reset(&a);
	claude_answer_reset(&b);
	whole = claude_read_stream(&a, body);
	buf_add(&more, body.p, n);
	buf_str(&more, "data: {\"type\":\"error\"}\n\n");
	if (whole) {
		fuzz_must(claude_read_stream(&b, buf_view(&more)));
		fuzz_must(str_eq(buf_view(&a.text), buf_view(&b.text)));
		fuzz_must(a.input_tokens == b.input_tokens);
	}
	claude_answer_reset(&a);
	claude_read_object(&a, body);
	claude_answer_reset(&a);
	claude_read_error(&a, body);
	claude_answer_reset(&a);
	claude_answer_reset(&b);
	buf_free(&more);
	return 0;
}
