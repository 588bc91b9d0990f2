/* SPDX-License-Identifier: Apache-2.0 */

/* Every limit of the product, by name. docs/PROTOCOL.md lists those a client can
 * meet; a test holds the two against each other. */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

/* What a client may send. */
#define MESSAGE_BYTES_MAX    8192 /* one WebSocket message or HTTP body */
#define HEADER_BYTES_MAX     4096 /* an HTTP request's header */
#define JSON_DEPTH_MAX       8
#define ID_BYTES_MAX         16
#define TITLE_CHARS_MAX      200 /* characters as people see them: grapheme clusters */
#define TITLE_BYTES_MAX      1200
#define OPTION_CHARS_MAX     100
#define OPTION_BYTES_MAX     600
#define LABEL_CHARS_MAX      60
#define LABEL_BYTES_MAX      360
#define END_CHARS_MAX        40 /* words at the ends of a scale */
#define END_BYTES_MAX        240
#define UNIT_CHARS_MAX       12 /* of a number: "km" */
#define UNIT_BYTES_MAX       72
#define PASSCODE_CHARS_MIN   4
#define PASSCODE_CHARS_MAX   40
#define PASSCODE_BYTES_MAX   160
#define CODE_CHARS           6
#define CLOSES_IN_MS_MAX     2678400000 /* 31 days: the furthest closing time */
#define UNDO_MS              600000     /* hosts are offered to take a reset back */
#define UNDO_CLOSE_MS        60000      /* and a close */
#define SECRET_CHARS_MAX     64         /* device tokens and link secrets */
#define FOR_CHARS_MAX        22         /* how somebody without a device here is called */
#define AGO_MS_MAX           604800000  /* a week: how long what a kiosk sends has waited */
#define IDEA_TITLE_CHARS_MAX 120
#define IDEA_TITLE_BYTES_MAX 720
#define IDEA_TEXT_CHARS_MAX  2000
#define IDEA_TEXT_BYTES_MAX  6000
#define IDEA_TEXT_LINES_MAX  60
#define ABOUT_CHARS_MAX      600 /* what a board says of itself; an answer of the team */
#define ABOUT_BYTES_MAX      3000
#define ABOUT_LINES_MAX      20
#define COMMENT_CHARS_MAX    1000
#define COMMENT_BYTES_MAX    3000
#define COMMENT_LINES_MAX    20
#define NOTES_CHARS_MAX      1000 /* what the host says beside a question */
#define NOTES_BYTES_MAX      3000
#define NOTES_LINES_MAX      40
#define NAME_CHARS_MAX       40 /* beside a contribution */
#define NAME_BYTES_MAX       240
#define PRICE_CHARS_MAX      20 /* of a product */
#define PRICE_BYTES_MAX      120
#define SIZES_MAX            12 /* that a product comes in */
#define SIZE_CHARS_MAX       12
#define SIZE_BYTES_MAX       72
#define RULES_CHARS_MAX      4000 /* what people accept before they post */
#define RULES_BYTES_MAX      6000
#define RULES_LINES_MAX      200
#define TAG_CHARS_MAX        40
#define TAG_BYTES_MAX        240

/* What a room may hold. */
#define QUESTION_OPTIONS_MIN   2
#define QUESTION_OPTIONS_MAX   20
#define SCALE_STEP_MAX         10
#define NPS_STEP_MAX           10
#define RANKING_OPTIONS_MAX    12
#define POINTS_OPTIONS_MAX     12
#define GRID_OPTIONS_MAX       8
#define GRID_STEP_MAX          10      /* along each axis, from 0 */
#define NUMBER_MAX             1000000 /* and as far below 0 */
#define QUIZ_OPTIONS_MAX       12
#define QUIZ_DURATION_S_MIN    5
#define QUIZ_DURATION_S_MAX    300
#define QUIZ_POINTS_MAX        10000 /* that one question may be worth */
#define QUIZ_NEAREST_MAX       20    /* who come nearest to a number */
#define QUIZ_DELAY_MS_MAX      500   /* of a connection, that is taken off a time */
#define QUIZ_PLAYERS_MAX       200000
#define QUIZ_PLACES_MAX        50 /* on one page of its leaderboard */
#define NUMBER_BINS_MAX        20
#define BALLOT_POINTS_TOTAL    100
#define BALLOT_NUMBERS_MAX     20
#define BALLOT_CELLS_MAX       20 /* counts that one ballot adds to */
#define CELLS_MAX              24 /* counts in one tally: two for each option of a ranking */
#define RANKED_BALLOTS_MAX     200000 /* that are counted other than by their cells */
#define TERMS_EACH_MAX         10     /* words that one may say */
#define TERM_CHARS_MAX         25     /* of each */
#define TERM_BYTES_MAX         100
#define TERM_KEY_BYTES_MAX     120   /* of what makes it one with others */
#define TERMS_MAX              10000 /* different ones; what comes then is counted alone */
#define TERMS_SHOWN_MAX        100   /* of a cloud: those that most say */
#define TERMS_LISTED_MAX       200   /* that staff is told of */
#define RESULT_ROUNDS_MAX      16    /* rounds of a question in a file, the last ones */
#define SEGMENT_OPTIONS_MAX    12    /* groups that people may say they are of */
#define SEGMENT_PEOPLE_MIN     5     /* people in a group that is told by itself */
#define SEGMENTS_MAX           4     /* questions in a room that others are split by */
#define QUESTIONS_PER_ROOM_MAX 64
#define ROOMS_PER_SPACE_MAX    10000
#define LINKS_PER_ROOM_MAX     100
#define DEVICES_PER_ROOM_MAX   200 /* kiosks that were not revoked */
#define DEVICE_NAME_CHARS_MAX  40
#define DEVICE_NAME_BYTES_MAX  240
#define PLACE_CHARS_MAX        40 /* where a kiosk stands, or what a link says */
#define PLACE_BYTES_MAX        240
#define ATTRACT_CHARS_MAX      80 /* what a kiosk says while nobody is there */
#define ATTRACT_BYTES_MAX      480
#define KIOSK_CROWD_MAX                                                                    \
    30 /* people at one within a minute: more look like one who taps on */
#define SOURCES_PER_ROOM_MAX  500
#define GRACE_MIN_MAX         10080 /* minutes for what was made before the close: a week */
#define KIOSK_IDLE_S_MIN      10    /* until it asks whether somebody is still there, */
#define KIOSK_IDLE_S_MAX      300
#define KIOSK_WARN_S_MIN      20 /* and how long it asks */
#define KIOSK_WARN_S_MAX      120
#define KIOSK_COOLDOWN_S_MAX  300
#define PIN_CHARS_MIN         4
#define PIN_CHARS_MAX         8
#define KIOSK_VERSION_CHARS   20
#define KIOSK_WAITING_MAX     1000000  /* votes that it says wait */
#define ORIGINS_PER_SPACE_MAX 20       /* of sites that rooms may be embedded in */
#define REHEARSALS_MAX        100      /* of a space, at a time */
#define REHEARSAL_MS          86400000 /* until one is thrown away by itself: a day */
#define INVITES_PER_ROOM_MAX  5000
#define INVITES_AT_ONCE_MAX   100 /* made by one command */
#define INVITES_PER_PAGE_MAX  100
#define INVITE_NUMBER_MAX     50000 /* that a room ever makes */
#define BOARDS_PER_ROOM_MAX   8
#define IDEAS_PER_BOARD_MAX   100000
#define TAGS_PER_BOARD_MAX    12
#define GROUPS_PER_BOARD_MAX  12
#define SUPPORTS_EACH_MAX     1000 /* that a board lets one give */
#define IDEAS_EACH_MAX        1000
#define COMMENTS_PER_IDEA_MAX 5000
#define COMMENTS_EACH_MAX     200 /* of one participant on a board */
#define IDEAS_PER_PAGE_MAX    20
#define PLAIN_TEXT_CHARS_MAX  1000 /* Of an idea's text in a form, so that a form fits. */
#define GATES_PER_BOARD_MAX   6
#define HOOKS_PER_ROOM_MAX    8
#define HOOK_URL_BYTES_MAX    500
#define HOOK_LOG_MAX          100     /* deliveries of a webhook that are shown */
#define GATE_AT_MAX           1000000 /* supports or opinions that a gate asks for */
#define GATE_DAYS_MAX         3650
#define COMMENTS_PER_PAGE_MAX 20
#define IDEAS_LOOKED_AT_MAX   60 /* whose counts one connection is told as they move */
#define SIMILAR_MAX           5  /* ideas that are told to be like one that is typed */
#define SEARCH_CHARS_MAX      80
#define SEARCH_BYTES_MAX      480
#define IDEA_EDIT_MS          900000 /* so long may an author mend their words */
#define BANS_PER_ROOM_MAX     500
#define WORD_LISTS_MAX        8    /* of words that staff reads first */
#define LISTED_WORDS_MAX      2000 /* on each */
#define LISTED_CHARS_MAX      40
#define LISTED_BYTES_MAX      240
#define LISTED_STEMS_MAX      3   /* words that one entry may be of */
#define LISTED_AT_ONCE_MAX    100 /* in one command */
#define LISTED_PER_PAGE_MAX   200
#define ACTS_PER_PAGE_MAX     50  /* of the log of what staff did */
#define MERGED_INTO_MAX       20  /* ideas that one may take in */
#define IDEA_HISTORY_MAX      100 /* changes of an idea that are kept: the last ones */

/* What is carried in and out as files. */
#define TICKET_MS          60000 /* to fetch or send a file */
#define TICKET_NOTE_MAX    160   /* bytes of what a ticket is for */
#define TICKET_HASH_BYTES  16
#define TRANSFERS_MAX      8 /* files on their way at once, per worker; so many pictures too */
#define IMPORT_BYTES_MAX   8388608 /* in one file */
#define IMPORT_BODY_MS     60000   /* to send it */
#define IMPORT_ERRORS_MAX  50      /* rows that are told apart */
#define EXPORT_SLICE_BYTES 16384   /* of one write to one connection */

/* Pictures of ideas. */
#define IMAGES_PER_IDEA_MAX 4
#define OPTION_IMAGES_MAX   200      /* of questions, in a room */
#define OPTION_IMAGES_BYTES 33554432 /* all of them, with the small ones */
#define IMAGE_TICKETS_HOUR  30       /* that one participant is given within an hour */
#define ALT_CHARS_MAX       200      /* what a picture shows, in words */
#define ALT_BYTES_MAX       800
#define IMAGE_UPLOAD_BYTES  8388608  /* of a file as it comes */
#define IMAGE_PIXELS_MAX    50000000 /* of it, by its own head and by its decoder */
#define IMAGE_SIDE_MAX      20000    /* pixels */
#define IMAGE_SHOWN_SIDE    1600     /* of what is kept: the longer side at most */
#define IMAGE_SMALL_SIDE    400      /* of the small one beside it */
#define IMAGE_BYTES_MAX     2097152  /* of each */
#define IMAGE_TICKET_MS     120000   /* to send one */
#define IMAGE_LOOSE_MS      3600000  /* to put it to an idea; then it is gone */
#define IMAGES_LOOSE_MAX    8        /* that one participant has sent and put nowhere yet */
#define IMAGES_EACH_MAX     100      /* of one participant in a room */
#define IMAGES_ROOM_BYTES   268435456 /* of all in a room */
#define IMAGES_OUT_BYTES    134217728 /* of those on their way to browsers, per worker */
#define IMAGES_KEPT_BYTES                                                                  \
    33554432                  /* in memory, of those that were asked for last, per worker */
#define IMAGES_WAITING_MAX 20 /* on one page of those that wait for a check */
#define PRESS_MS           15000 /* to make one ready */
#define PRESS_CPU_S        10
#define PRESS_MEMORY_BYTES 805306368
#define PRESS_TITLE_BYTES  2048 /* of a page, as they stand there, */
#define PRESS_TEXT_BYTES   16384
#define PRESS_PAGES_TOLD   100000 /* that a PDF is said to have; it may be more */

/* Slides, from the pages of a PDF. */
#define DECK_UPLOAD_BYTES   33554432 /* of the PDF */
#define DECK_BODY_MS        180000   /* to send it */
#define DECK_PAGES_MAX      50
#define DECK_ID_CHARS_MAX   12     /* so that each page's has room for its number */
#define DECKS_MAX           2      /* on their way at once, per worker */
#define SLIDE_SIDE          1920   /* pixels of the longer side */
#define SLIDE_SIDE_MIN      120    /* of the shorter one */
#define SLIDE_PNG_BYTES     409600 /* what weighs more as a PNG becomes a JPEG */
#define SLIDE_ALT_CHARS_MAX 400    /* what it shows, in words: everyone is sent them */
#define SLIDE_ALT_BYTES_MAX 1600

/* How fast. */
#define COMMANDS_PER_S               20
#define COMMANDS_BURST               40
#define SEARCHES_PER_S               4 /* searches, and looks for similar ideas, of one connection */
#define SEARCHES_BURST               8
#define SEARCHES_PER_S_WORKER        200
#define EXCHANGES_PER_MINUTE         10 /* secrets and passcodes tried on one connection */
#define EXCHANGES_PER_MINUTE_ADDRESS 300
#define PENDING_PER_ADDRESS_MAX      1024
#define DESCRIPTORS_SPARE            64 /* what connections leave of them */
#define HELLO_MS                     10000
#define REQUEST_HEADER_MS            2000
#define REQUEST_BODY_MS              5000

/* What the server keeps for others. */
#define BATCH_BALLOTS_MAX  256
#define BATCHES_IN_FLIGHT  2
#define BATCH_QUEUE_MAX    65536 /* ballots waiting for a batch, per worker */
#define BATCH_SUPPORTS_MAX 256
#define SAID_BYTES_MAX     16777216 /* of words that wait for a batch, per worker */
#define MERGE_SLICE        1000 /* supporters of a merged idea in one call to the store */
#define BOARD_CARDS_MAX    500  /* ideas in one answer of the store to a worker */
#define WORDS_READ_MAX     50   /* ideas whose words a worker asks for at once */
#define INDEX_BYTES_MAX    268435456 /* that all a worker's indexes of words may weigh */
#define INDEX_TERMS_MAX    200       /* different words of one idea that are indexed */
#define REPLIES_MAX        16
#define REPLIES_BYTES_MAX  4096
#define REPLIES_STUCK_MS   10000
#define RING_BYTES         16384
#define WRITE_BYTES_MAX    16384 /* one write to one connection */
#define FLUSH_PER_TURN_MAX 512   /* connections written to in one loop turn */
#define TALLY_PHONE_MS     200
#define TALLY_STAGE_MS     50
#define TALLY_PUBLISH_MS   50
#define CLOUD_MS           300  /* a worker reads the words of a question so often */
#define REACTION_EACH_MS   2000 /* of one participant, */
#define REACTIONS_BURST    5    /* after so many at once */
#define REACTIONS_MS       500  /* that taps are gathered */
#define PEOPLE_MS          500
#define PULSE_MS           2000
#define ORIGINS_MS         2000 /* a worker looks which sites are listed so often */
#define PEOPLE_EXPIRE_MS   7000
#define STORE_WAIT_MS      3000 /* a command waits so long for the store to come back */
#define PING_MS            30000
#define LINK_HOST_TTL_S    86400
#define LINK_OWNER_TTL_S   900
/* Webhooks. */
#define HOOK_TIMEOUT_MS    10000  /* a receiver answers within it */
#define HOOK_LEASE_MS      30000  /* a delivery that nobody ended is done again after it */
#define HOOK_AGAIN_MS      1000   /* the second try; then twice as long each time ... */
#define HOOK_AGAIN_MS_MAX  600000 /* ... up to this */
#define HOOK_AGE_MS        259200000 /* three days: older events are given up */
#define HOOK_REFUSALS_MAX  8         /* so often an event is offered to who answers 4xx */
#define HOOK_ANSWER_BYTES  65536     /* of an answer that are read */

#define BYE_SPREAD_MS 2000

/* What goes on in a room, over time. */
#define SERIES_MS         5000  /* that a worker gathers before it writes */
#define SERIES_HERE_MS    20000 /* a worker that is silent for so long has no people */
#define SERIES_MINUTES    1440  /* a day of minutes, */
#define SERIES_QUARTERS   2880  /* thirty days of quarters of an hour, */
#define SERIES_DAYS       731   /* and two years of days */
#define SERIES_POINTS_MAX 240   /* of one answer, and of a question's tally over time */
#define SERIES_CURVES_MAX 8     /* questions whose tally one call looks at */
#define SERIES_WAITS_MAX  64    /* answers to ideas that one call tells of */
#define SERIES_SHARED_MAX                                                                  \
    20000 /* people of a room who are known to have come by a shared link */

/* Points, and what concerns oneself. */
#define ROOM_CALLS_MAX          1000000000
#define POINTS_EACH_MAX         1000 /* that one rule gives */
#define POINTS_PAGE_MAX         50   /* places, or entries of the record */
#define POINTS_PAGE_DEFAULT     20
#define POINTS_SKIP_MAX         100000 /* places behind which a page begins */
#define SELECTIONS_PER_ROOM_MAX 100
#define SELECT_MAX              100  /* places of one selection */
#define SELECTED_MAX            200  /* people in it, who share them */
#define ME_NEWS_MAX             50   /* told to one who looks */
#define ME_NEWS_READ_MAX        1000 /* of the room, among which theirs are sought */
#define ME_SUPPORTS_READ_MAX    1000 /* on each board, for these */
#define NEWS_READ_MAX           100  /* entries in one answer of the store to a worker */
#define SUPPORTERS_ASKED_MAX    256  /* at once, whether they support an idea */
#define NOTICES_WAITING_MAX     64   /* for one connection */

#endif
