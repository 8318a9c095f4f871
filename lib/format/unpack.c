#include "format/unpack.h"

#ifdef WITH_ISAL

#include <stdlib.h>

#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>

#include "base/buf.h"

#define BLOCK ((size_t)64 << 10)

struct unpack {
	zip_file_t *packed;
	uint32_t wanted, crc;
	bool ended; /* packed */
	struct inflate_state state;
	unsigned char block[BLOCK];
};

struct unpack *
unpack_open(zip_t *zip, zip_uint64_t i)
{
	const uint64_t need = ZIP_STAT_SIZE | ZIP_STAT_COMP_METHOD |
			      ZIP_STAT_CRC | ZIP_STAT_ENCRYPTION_METHOD;
	struct unpack *u;
	zip_file_t *f;
	zip_stat_t st;

	if (zip_stat_index(zip, i, 0, &st) < 0 || (st.valid & need) != need ||
	    !st.size || st.comp_method != ZIP_CM_DEFLATE ||
	    st.encryption_method != ZIP_EM_NONE ||
	    !(f = zip_fopen_index(zip, i, ZIP_FL_COMPRESSED)))
		return NULL;
	u = xmalloc(sizeof(*u));
	u->packed = f;
	u->wanted = st.crc;
	u->crc = 0;
	u->ended = false;
	isal_inflate_init(&u->state);
	return u;
}

static int
fill(struct unpack *u, struct err *e)
{
	zip_int64_t got = zip_fread(u->packed, u->block, BLOCK);

	if (got < 0)
		return err_set(e, "%s", zip_file_strerror(u->packed));
	u->ended = !got;
	u->state.next_in = u->block;
	u->state.avail_in = (uint32_t)got;
	return 0;
}

/* Unpacks until the output is full or the stream at its end. Like zlib under
 * libzip it takes a stream that is cut: size and CRC tell. */
static int
inflate_more(struct unpack *u, struct err *e)
{
	struct inflate_state *s = &u->state;

	while (s->avail_out && s->block_state != ISAL_BLOCK_FINISH) {
		uint32_t left = s->avail_out;

		if (!s->avail_in && !u->ended && fill(u, e) < 0)
			return -1;
		if (isal_inflate(s) < 0)
			return err_set(e, "corrupt data");
		if (u->ended && s->avail_out == left)
			break;
	}
	return 0;
}

ssize_t
unpack_read(struct unpack *u, void *p, size_t n, struct err *e)
{
	struct inflate_state *s = &u->state;

	s->next_out = p;
	s->avail_out = n < UINT32_MAX ? (uint32_t)n : UINT32_MAX;
	if (inflate_more(u, e) < 0)
		return -1;
	n = (size_t)(s->next_out - (unsigned char *)p);
	u->crc = crc32_gzip_refl(u->crc, p, n);
	if (!n && u->crc != u->wanted)
		return err_set(e, "CRC error");
	return (ssize_t)n;
}

void
unpack_close(struct unpack *u)
{
	if (!u)
		return;
	zip_fclose(u->packed);
	free(u);
}

#else

struct unpack *
unpack_open(zip_t *zip, zip_uint64_t i)
{
	(void)zip, (void)i;
	return NULL;
}

ssize_t
unpack_read(struct unpack *u, void *p, size_t n, struct err *e)
{
	(void)u, (void)p, (void)n;
	return err_set(e, "built without ISA-L");
}

void
unpack_close(struct unpack *u)
{
	(void)u;
}

#endif
