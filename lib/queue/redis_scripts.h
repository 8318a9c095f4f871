/*
 * The Lua scripts that change a queue in Redis: each is one atomic step. They
 * keep to Bull's layout, so that Bull's workers and ours share a queue.
 *
 * KEYS[1] is the prefix of all keys, "bull:QUEUE:". A script's comment says
 * what ARGV holds and what it answers.
 */
#ifndef REDIS_SCRIPTS_H
#define REDIS_SCRIPTS_H

struct redis_script {
	const char *text;
	char sha[41]; /* of text with the prelude; empty until it is known */
};

/* What stands in front of every script. */
extern const char redis_prelude[];

extern struct redis_script script_add, script_due, script_take, script_lock,
    script_renew, script_finish, script_put_back, script_give_back,
    script_stalled, script_pause, script_retry, script_remove, script_state,
    script_jobs, script_progress, script_log, script_cron_alive,
    script_cron_remove;

#endif
