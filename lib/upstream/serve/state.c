/* State shared by the processes of all connections. */
#include <stdlib.h>
#include <sys/mman.h>

#include "base/err.h"
#include "upstream/serve/serve.h"

struct state *state;

void
serve_open(void)
{
	pthread_mutexattr_t attr;

	state = mmap(NULL, sizeof(*state), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (state == MAP_FAILED)
		die("share memory:");
	pthread_mutexattr_init(&attr);
	pthread_mutexattr_setpshared(&attr, PTHREAD_PROCESS_SHARED);
	pthread_mutex_init(&state->lock, &attr);
	pthread_mutexattr_destroy(&attr);
}

void
state_lock(void)
{
	pthread_mutex_lock(&state->lock);
}

void
state_unlock(void)
{
	pthread_mutex_unlock(&state->lock);
}

const char *
secret_of(const char *variable, const char *by_default)
{
	const char *secret = getenv(variable);

	return secret ? secret : by_default;
}
