### What Tally says, in English: complete, and what the other languages are held to.
### Grouped by page. An id is `area-what`; what is put in is named in a comment where it is not plain.

## Figures

# $cost, $estimated: amounts of money, written out
figure-partly-estimated = { $cost }, { $estimated } of it estimated
figure-milliseconds = { $count } ms
figure-seconds = { $count } s

## Signing in

auth-sign-in = Sign in
auth-sign-in-title = Welcome back
auth-sign-in-subtitle = Sign in to go on with your chats.
auth-sign-in-to-shared = Sign in to see the chat that was shared with you.
auth-no-account = No account yet?
auth-create-one = Create one
auth-register-title = Create your account
auth-register-subtitle = Chat with models and see what every reply costs.
auth-create-account = Create account
auth-have-account = Have an account?
auth-have-password = Have a password?
auth-sign-in-instead = Sign in instead
auth-password-title = Choose your password
auth-password-subtitle = This link works once, and signs you in.
auth-set-password = Set password
auth-email = Email
auth-password = Password
auth-name = Name
auth-name-hint = How you are greeted, and what people in your chats see. You may leave it empty.
auth-password-hint = At least 8 characters.
auth-show-password = Show
auth-hide-password = Hide
auth-unreachable = The server does not answer; try again in a moment.
auth-promise = Every exchange is counted to the token, and no budget is ever overspent.
auth-language = Language
auth-passkey = Use a passkey
auth-passkey-not-confirmed = Your device did not confirm; try again or come in another way.
auth-code = Code
auth-code-hint = The six digits that your authenticator app shows now.
auth-recovery-code = Recovery code
auth-recovery-code-hint = One of the ten that you kept; each works once.
auth-use-recovery-code = Use a recovery code
auth-use-app = Use the authenticator app
auth-forgot = Forgot password?
auth-forgot-title = Forgot your password?
auth-forgot-subtitle = A link sets a new one.
auth-send-link = Send link
auth-link-sent = If this address has an account, a link is on its way to it. It works for an hour.
auth-back-to-sign-in = Back to sign in

## Frame: menus, account, theme

frame-skip = Skip to content
frame-skip-landmark = Shortcuts on this page
frame-sidebar = Sidebar
frame-open-menu = Open menu
frame-close-menu = Close menu
frame-account = Account
frame-usage = Usage
frame-settings = Settings
frame-admin = Admin
frame-theme = Theme
frame-sign-out = Sign out
frame-budget = Token budget
# $percent: whole number
frame-budget-used = { $percent }% used
frame-budget-of = { $used } / { $limit }
frame-simulated = No provider key is set: replies are simulated.
frame-nothing-title = Nothing is here
frame-nothing-text = The address is wrong, or what was here is gone.
frame-to-chats = Go to your chats
frame-copied = Copied
frame-copy = Copy
frame-close = Close
frame-cancel = Cancel
frame-delete = Delete
frame-save = Save
frame-retry = Retry
frame-loading = Loading…
frame-newer = Newer
frame-older = Older
frame-pages = Pages
frame-never = Never
frame-actions = Actions
frame-title = Title

## Fields, tables and charts

field-missing = This is needed
field-no-email = Write an address such as ada@example.com
field-no-number = Write a whole number
field-too-short = { $count ->
    [one] Write at least { $count } character
   *[other] Write at least { $count } characters
}
field-too-long = { $count ->
    [one] Write at most { $count } character
   *[other] Write at most { $count } characters
}
# $least, $most: numbers, written out
field-too-small = The least is { $least }
field-too-large = The most is { $most }
field-wrong = This cannot be right
day-choose = Choose a day
# $example, $day: days, written out
day-unreadable = Write a day such as { $example }
day-too-early = The first day is { $day }
day-too-late = The last day is { $day }
calendar-months = Months
calendar-earlier = Earlier month
calendar-later = Later month
table-back = Back
table-next = Next
chart-as-table = Show as a table

## Connection and limits

connection-lost = Connection lost, trying again
connection-meanwhile = Read, copy and write on; your draft is kept.
connection-back = Connected again
connection-cannot-send = No connection: this can be sent once it is back
# $limit: a number of chats
limits-places = All { $limit } places for chats are taken. Delete or archive a chat to start another.
limits-places-short = No place for a new chat
# $date: the day on which the budget starts anew
limits-budget = Your token budget is used up. It starts anew on { $date }.
limits-budget-short = Your token budget is used up
# $name: an administrator
limits-ask = { $name } can give you more.
limits-raise = You can raise it yourself.
limits-people = People and budgets
limits-where = See where it went
limits-costly = See which chats cost most

chat-new = New chat
# $name: of a model that makes its text up
conversation-made-up = { $name } · made-up text
conversation-made-up-pictures = { $name } · made-up pictures
temporary-chat = Temporary chat
temporary-words = Temporary chat: it is in no list and no search, and its text is gone when you leave it. What it costs stays in your books.

## Header of a chat

header-new-chat = New chat
header-unnamed = Chat without a name
header-title = Title
header-rename = Rename
header-actions = Chat actions
header-export = Export
header-system-prompt = System prompt
header-move = Move to folder
header-archive = Archive
header-unarchive = Unarchive
header-delete = Delete
header-hide-sidebar = Hide sidebar
header-show-sidebar = Show sidebar
gauge-window = Context window
gauge-title = What a message carries along
gauge-details = Context and cost
# $used, $window: numbers of tokens, written out
gauge-full = { $used } of { $window } tokens
# $full: such as "610 of 131,072 tokens". $share: such as "0.5%"
gauge-full-share = { $full } of the context window ({ $share })
# $tokens: a number, written short, such as 12K
gauge-tokens = { $tokens } tokens
gauge-system = System prompt
gauge-history = { $count ->
    [one] { $count } earlier message
   *[other] { $count } earlier messages
}
# $tokens: a number, written out. $money: such as $0.0012
gauge-carries-free = They add about { $money } to each message. Their { $tokens } tokens are not taken from your budget.
gauge-carries-charged = They add about { $tokens } tokens and { $money } to each message.
# The same where the model costs no money
gauge-carries-nothing = They add no money to a message. Their { $tokens } tokens are not taken from your budget.
gauge-carries-tokens = They add about { $tokens } tokens to each message.
gauge-left-out = { $count ->
    [one] { $count } earlier message is left out.
   *[other] { $count } earlier messages are left out.
}
gauge-leave-out = Leave out older messages
gauge-take-back = Take them back
# $count: how many replies. $tokens, $money: written out
gauge-cost = { $count ->
    [0] This chat has cost nothing so far.
    [one] This chat so far: { $tokens } tokens, { $money }, for { $count } reply.
   *[other] This chat so far: { $tokens } tokens, { $money }, for { $count } replies.
}
# The same where the model costs no money
gauge-cost-tokens = { $count ->
    [0] This chat has cost nothing so far.
    [one] This chat so far: { $tokens } tokens for { $count } reply.
   *[other] This chat so far: { $tokens } tokens for { $count } replies.
}
leave-out-here = Leave out everything up to here
leave-out-line = Models are not told what stands above
leave-out-back = Take it back

## Models and parameters

models-model = Model
models-models = Models
models-choose = Choose a model
models-search = Search models
models-none = No model
models-not-found = No model is called “{ $query }”
models-made-up = made-up text
models-no-price = Costs no money
models-here = On this server
# $money: such as $0.0012
models-typical = { $money } a message
models-typical-means = The price of a message is for 1,000 tokens sent and 400 in the reply.
# $input, $output: dollars
models-per-million = { $input } in, { $output } out per million tokens
# $count: tokens, written short, such as 1M
models-window = { $count } context window
models-takes-words = Reads and writes text
models-takes-image = Reads text and pictures, writes text
models-takes-document = Reads text and documents, writes text
models-takes-audio = Reads text and sound, writes text
models-takes-image-document = Reads text, pictures and documents, writes text
models-takes-image-audio = Reads text, pictures and sound, writes text
models-takes-document-audio = Reads text, documents and sound, writes text
models-takes-image-document-audio = Reads text, pictures, documents and sound, writes text
# $plan: a name, such as PRO
models-in-plan = Part of the { $plan } plan; ask an administrator
models-not-set-up = Not set up on this server
parameters-title = Settings of this chat
parameters-button = Chat settings
parameters-changed = Chat settings, changed
parameters-usual = As usual
parameters-prompt = System prompt
parameters-prompt-hint = What the model is told first in this chat, each time.
parameters-prompt-long = { $count } characters are the most.
parameters-temperature = Temperature
parameters-temperature-hint = From 0, the likeliest words, to 2, the most daring.
parameters-temperature-wrong = Write a number from 0 to 2.
parameters-longest = Longest reply
parameters-longest-hint = In tokens, { $count } at most.
parameters-longest-wrong = Write a whole number of tokens.
parameters-effort = Reasoning effort
parameters-effort-hint = How hard the model thinks before it answers. Thinking costs money.
parameters-effort-none = None
parameters-effort-minimal = Minimal
parameters-effort-low = Low
parameters-effort-medium = Medium
parameters-effort-high = High
parameters-effort-xhigh = Very high
parameters-effort-max = Highest
parameters-not-taken = { $model } takes none; it is kept for other models.
parameters-back = Back to the usual
parameters-cancel = Cancel
parameters-save = Save

## Composer and quotes

composer-message = Message
composer-placeholder = Write a message
composer-send = Send
composer-send-key = Send (Enter)
composer-stop = Stop
composer-stop-key = Stop (Esc)
composer-dismiss = Dismiss
composer-archived = This chat is archived: it can be read, not written in.
composer-unarchive = Unarchive
composer-writing = A reply is being written; Esc stops it
composer-sending = Sending…
composer-too-long = { $count ->
    [one] { $count } character too many ({ $most } at most)
   *[other] { $count } characters too many ({ $most } at most)
}
composer-room = { $count ->
    [one] { $count } character left
   *[other] { $count } characters left
}
composer-no-model = No model is set up on this server
# $why: such as "Not set up on this server"
composer-not-usable = { $model } cannot be used. { $why }
# $likely, $most, $left: numbers of tokens, written out. $money: such as $0.0012
quote-line = Likely { $likely } tokens, { $money } · at most { $most } · { $left } left after
# The same where the model costs no money
quote-line-tokens = Likely { $likely } tokens · at most { $most } · { $left } left after
quote-short = Likely { $likely } tokens, { $money }; at most { $most }
quote-short-tokens = Likely { $likely } tokens; at most { $most }
quote-free = Costs nothing
quote-coming = Working out what it costs
quote-details = What this will cost
quote-title = What this will cost
quote-likely = Likely
quote-most = At most
quote-tokens = Tokens
quote-part-message = Your message
quote-part-history = Earlier messages
quote-part-system = System prompt
quote-part-files = Files
quote-part-reply = Reply
quote-part-overhead = Overhead
quote-part-total = Total
quote-from-mine-of-model = The likely reply is as long as most of your last ones from this model.
quote-from-mine = The likely reply is as long as most of your last ones from all models.
quote-from-model = The likely reply is as long as most of this model’s last ones.
quote-from-guess = There are too few replies yet to judge by: the likely length is a guess.
quote-history-free = { $count ->
    [one] { $count } earlier message goes along. Your budget does not pay for it, the server does.
   *[other] { $count } earlier messages go along. Your budget does not pay for them, the server does.
}
quote-history-charged = { $count ->
    [one] { $count } earlier message goes along, at your budget’s cost.
   *[other] { $count } earlier messages go along, at your budget’s cost.
}
quote-dropped = { $count ->
    [one] { $count } earlier message is left out.
   *[other] { $count } earlier messages are left out.
}
quote-dropped-files = { $count ->
    [one] { $count } file of an earlier message is not sent along.
   *[other] { $count } files of earlier messages are not sent along.
}
quote-held = The most is set aside while the reply is written; what is not used comes back.
welcome-greeting = What is on your mind?
welcome-greeting-name = What is on your mind, { $name }?
welcome-promise = Every reply shows what it cost, to the token.
welcome-files = Pictures, documents and sound can be dropped in anywhere.
welcome-suggestions = Suggestions
welcome-explain = Explain something
welcome-explain-text = Explain how a token budget works, in three short paragraphs.
welcome-compare = Compare in a table
welcome-compare-text = Compare SQLite and PostgreSQL in a Markdown table with five rows.
welcome-code = Write code
welcome-code-text = Write a Python function that merges two sorted lists, with a test.
welcome-formula = Work out a formula
welcome-formula-text = Derive the quadratic formula step by step, with the maths written out.
welcome-missing = This chat is not here
welcome-start-new = Start a new chat
welcome-loading = Loading the conversation
composer-unanswered = The server did not answer. Is the connection up?

## Files

attach = Attach
# $count: how many files a message may have
attach-hint = Attach pictures, documents, texts or sound, { $count } at most
attach-files = Files
attach-remove = Remove file
attach-retry = Try again
attach-open = Open { $name }
attach-sending-name = Sending { $name }
# $percent: whole number. $size: such as 1.2 MB
attach-sending = { $percent }% of { $size } sent
attach-checking = Being looked at…
attach-ready = { $count ->
    [one] { $count } file is ready
   *[other] { $count } files are ready
}
attach-waits = Goes out as soon as all files have arrived
attach-wait-no-more = Do not send
attach-too-many = A message takes { $count } files at most; the others were left out.
attach-fault-first = A file could not be taken: remove it or try it again
attach-fault-too-large = Over { $count } MB, which is the most
attach-fault-empty = There is nothing in this file
attach-fault-folder = A folder cannot be sent; choose the files in it
attach-fault-unreachable = It did not get through to the server
attach-fault-gone = The server no longer has this file
# The name of the file that a long text becomes
attach-pasted = Pasted text.txt
attach-see-files = Your files
# $count: tokens. $money: such as $0.0012
attach-cost = { $count ->
    [one] { $count } token, { $money }
   *[other] { $count } tokens, { $money }
}
attach-as-text = sent as its text
attach-carried = Goes along with the next messages too, for as long as it is among the last ones; it costs as much each time.
# $count: files. $tokens: their number, written out
attach-carried-all = { $count ->
    [one] The file goes along with the next messages, too: { $tokens } tokens each time.
   *[other] The files go along with the next messages, too: { $tokens } tokens each time.
}
attach-carried-all-money = { $count ->
    [one] The file goes along with the next messages, too: { $tokens } tokens, { $money } each time.
   *[other] The files go along with the next messages, too: { $tokens } tokens, { $money } each time.
}
attach-lacks-image = { $model } cannot see pictures.
attach-lacks-audio = { $model } cannot hear.
attach-lacks-image-audio = { $model } can neither see pictures nor hear.
attach-lacks-choose = Choose a model that can, or remove them.
attach-lacks-all = No model here can; remove them to go on.
attach-switch = Switch model
attach-drop = Drop files here
attach-drop-hint = Pictures, documents, texts and sound
file-bytes = { $count ->
    [one] { $count } byte
   *[other] { $count } bytes
}
file-kib = { $size } KB
file-mib = { $size } MB
file-pages = { $count ->
    [one] { $count } page
   *[other] { $count } pages
}
viewer-place = { $number } of { $count }
viewer-previous = Previous file
viewer-next = Next file
viewer-download = Download
viewer-failed = This file cannot be shown.
viewer-as-words = The words of this file, as models read them. Download it to see it as it is.
viewer-loading = Loading the file
viewer-no-words = There are no words in this file.

## Dictation and reading aloud

dictate = Dictate
dictate-stop = Stop dictating
dictate-throw = Throw away
dictate-again = Send again
dictate-level = Loudness
dictate-asking = Asking for the microphone …
# $time, $longest: as 0:07 and 5:00
dictate-listening = Listening, { $time } of { $longest }
dictate-keys = Esc throws it away
dictate-writing = Writing it down …
dictate-nothing = Nothing was heard; see whether this is the right microphone
dictate-denied = This page may not use the microphone; allow it in the browser, beside the address
dictate-no-device = There is no microphone; connect one and try again
dictate-busy = The microphone cannot be used now; perhaps another program has it
dictate-unsafe = Browsers give the microphone to pages by https alone
dictate-lost = The recording did not get through; it is kept here until you send it again or throw it away
dictate-browser = Your browser listens, its maker may hear
dictate-browser-failed = Your browser could not listen; try again later
dictate-off = No model for dictation is set up here, and this browser cannot listen by itself
dictate-tokens = { $count ->
    [one] Written down for { $count } token
   *[other] Written down for { $count } tokens
}
read-aloud = Read aloud
read-aloud-stop = Stop reading
read-aloud-preparing = The voice is being made …
read-aloud-no-voice = This browser has no voice
read-aloud-failed = It could not be read aloud
# Said in the place of code, and of a formula
read-aloud-code = code
read-aloud-formula = formula

## Conversation

conversation = Conversation
conversation-earlier = Load earlier messages
conversation-latest = Jump to latest
conversation-writing = The assistant is writing a reply

## Pictures that models draw

picture = A picture
picture-drawing = Drawing the picture…
picture-open = Open large
picture-download = Download
picture-copy = Copy
picture-copied = Copied
picture-not-copied = This browser copies no pictures; download it instead.
picture-use = Use in message
picture-used = Put into your message
models-for-pictures = For pictures
models-draws = Draws pictures
# $money: such as $0.0672
models-picture = { $money } a picture
models-made-up-pictures = made-up pictures

## Receipts

receipt-title = What this reply cost
receipt-tokens = { $count ->
    [one] { $count } token
   *[other] { $count } tokens
}
receipt-tokens-cached = { $count ->
    [one] { $count } token, from the cache
   *[other] { $count } tokens, from the cache
}
receipt-message = Your message
receipt-files = Files
receipt-history = Earlier messages
receipt-reply = Reply
receipt-system = System prompt
receipt-overhead = Overhead
receipt-waived = Waived
receipt-total = Total
receipt-charged = Charged
receipt-charged-nothing = 0: an identical question was answered before
receipt-counted = Counted
receipt-by-usage = reported by the provider
receipt-by-usage-cached = reported by the provider, counts from the cache
receipt-by-api = counted by the provider
receipt-by-api-cached = counted by the provider, counts from the cache
receipt-by-estimate = estimated
receipt-by-estimate-cached = estimated, counts from the cache
receipt-cost = Cost
# $cost: an amount of money, written out
receipt-cost-estimated = { $cost }, estimated
# $count: tokens; $percent: their share of the whole, a whole number
receipt-share = { $count } ({ $percent }%)
receipt-billed = Billed by provider
receipt-billed-prompt = { $count } prompt
receipt-billed-cached = { $count } cached
receipt-billed-output = { $count } output
receipt-billed-thinking = { $count } thinking

## Continue, retry, compare, thinking

continue-reply = Continue
retry-with = Retry with…
compare-title = Two replies, side by side
compare-keep = Keep this one
# $model: name of the model that writes
compare-stop = Stop { $model }
compare-with = Compare with another model
# $model: name of the second model
compare-with-model = Compare with { $model }
compare-hint = Ask two models at once: two replies, each with its own price
compare-not = Ask one model only
thinking-now = Thinking…
thinking-before = What the model thought
thinking-took = { $seconds ->
    [one] Thought for { $seconds } second
   *[other] Thought for { $seconds } seconds
}
# $tokens: what it took, in tokens
thinking-took-tokens = { $seconds ->
    [one] Thought for { $seconds } second · { $tokens } tokens
   *[other] Thought for { $seconds } seconds · { $tokens } tokens
}

## Reading a reply: code, tables, diagrams, quotes, feedback

message-you = You
message-assistant = Assistant
message-typing = The assistant is typing
message-actions = Message actions
message-edit = Edit
message-edit-box = Edit message
message-edit-hint = Saving asks again; this version is kept.
message-save = Save
message-cancel = Cancel
message-retry = Retry
message-regenerate = Regenerate
message-like = Like
message-dislike = Dislike
message-others-like = { $count ->
    [one] { $count } other person likes this
   *[other] { $count } others like this
}
message-others-dislike = { $count ->
    [one] { $count } other person dislikes this
   *[other] { $count } others dislike this
}
message-quote = Quote
message-cut = The reply was cut off.
message-failed = Something went wrong; no reply was written.
message-stopped = This reply was stopped.
message-ended-length = Cut off at the longest reply allowed.
message-ended-budget = Stopped here: the token budget paid for no more.
message-ended-safety = The model broke off for safety reasons.
message-left-out = { $count ->
    [one] { $count } earlier message was left out.
   *[other] { $count } earlier messages were left out.
}
message-copy = Copy
message-copied = Copied
message-copy-markdown = Copy as Markdown
message-copy-text = Copy as text
message-previous-version = Previous version
message-next-version = Next version
message-version = Version { $number } of { $count }
reply-close = Close
feedback-title = What was wrong with this reply?
feedback-not-true = Not correct
feedback-not-asked = Not what I asked for
feedback-style = Style or tone
feedback-length = Too long or too short
feedback-refused = Refused for no good reason
feedback-harmful = Harmful or offensive
feedback-words = In your own words, if you like
feedback-hint = Administrators see this with your e-mail address, but nothing of the chat.
feedback-skip = Skip
feedback-submit = Submit
feedback-thanks = Thank you
reply-wrap = Wrap lines
reply-download = Download
# $language: name of a programming language, such as python
reply-code = Code, { $language }
reply-table = Table
reply-diagram = Diagram
reply-diagram-coming = Drawing the diagram…
# $source: the words it is drawn from
reply-diagram-of = Diagram drawn from: { $source }
# $fault: why not, in the words of the drawing program, which are English
reply-diagram-fault = This diagram could not be drawn ({ $fault }).
reply-as-code = Show as code
reply-open-large = Open large
reply-zoom-in = Zoom in
reply-zoom-out = Zoom out
reply-zoom-reset = Back to full size
# $percent: a whole number
reply-zoom = { $percent }%
reply-large-hint = + and − zoom, 0 goes back, the arrow keys move.
reply-not-drawn = This message could not be drawn, so it stands here as it was written.
reply-thinking = Thinking
reply-details = Details
# $host: name of a web site
reply-load-image = Load image from { $host }
# $host: name of a web site; $what: what is on the picture
reply-load-image-of = Load image from { $host }: { $what }
reply-other-site = another site
reply-task-done = Done
reply-task-open = To do
reply-diagram-no-size = It has no size

## Others in a chat

others-title = Here now
others-here-one = { $first } is here
others-here-two = { $first } and { $second } are here
others-here-three = { $first }, { $second } and { $third } are here
others-here-more = { $first }, { $second } and { $count } more are here
others-came-one = { $first } is here now
others-came-two = { $first } and { $second } are here now
others-came-three = { $first }, { $second } and { $third } are here now
others-came-more = { $first }, { $second } and { $count } more are here now
others-writing-one = { $first } is writing…
others-writing-two = { $first } and { $second } are writing…
others-writing-three = { $first }, { $second } and { $third } are writing…
others-writing-more = { $first }, { $second } and { $count } more are writing…

## Chat list

sidebar-chats = Chats
sidebar-new-chat = New chat
sidebar-search = Search chats
sidebar-pinned = Pinned
sidebar-today = Today
sidebar-yesterday = Yesterday
sidebar-earlier = Earlier
sidebar-untitled = New chat
# $title: of a chat
sidebar-chat-actions = Chat actions: { $title }
sidebar-rename = Rename
sidebar-pin = Pin
sidebar-unpin = Unpin
sidebar-move = Move to folder
sidebar-archive = Archive
sidebar-unarchive = Unarchive
sidebar-delete = Delete
sidebar-cancel = Cancel
sidebar-save = Save
sidebar-undo = Undo
sidebar-show-older = Show older chats
sidebar-loading = Loading…
sidebar-try-again = Try again
sidebar-none = No chats yet. Start one above.
sidebar-none-found = No chat contains “{ $query }”
# $left: chats that can still be made, $places: how many the plan has room for
sidebar-places-left = { $left } of { $places } chats left
sidebar-select = Select chats
sidebar-choose = Select { $title }
sidebar-choose-all = Select all
# $count: chats
sidebar-chosen = { $count } selected
sidebar-chosen-actions = Selected chats
sidebar-delete-one = Delete this chat?
sidebar-delete-one-text = “{ $title }” goes to the trash for 30 days and frees a place. The tokens it used stay in your books.
sidebar-delete-many = Delete { $count } chats?
sidebar-delete-many-text = They go to the trash for 30 days and free their places. The tokens they used stay in your books.
sidebar-gone-already = Already deleted
sidebar-deleted = { $count ->
    [one] Chat deleted
   *[other] { $count } chats deleted
}
sidebar-archived = { $count ->
    [one] Chat archived
   *[other] { $count } chats archived
}
sidebar-unarchived = { $count ->
    [one] Chat taken out of the archive
   *[other] { $count } chats taken out of the archive
}
sidebar-restored = { $count ->
    [one] Chat restored
   *[other] { $count } chats restored
}
sidebar-moved = { $count ->
    [one] Chat moved
   *[other] { $count } chats moved
}
sidebar-taken-out = { $count ->
    [one] Chat taken out of its folder
   *[other] { $count } chats taken out of their folders
}
sidebar-unread = Unread

## Folders, archive, trash

sidebar-all-chats = All chats
sidebar-folders = Folders
sidebar-new-folder = New folder
sidebar-edit-folder = Edit folder
# $name: of a folder
sidebar-folder-actions = Folder actions: { $name }
sidebar-new-chat-here = New chat in this folder
sidebar-more-folders = Show more folders
sidebar-folder-text = New chats in this folder start with its model and its system prompt.
sidebar-folder-name = Folder name
sidebar-folder-model = Model
sidebar-folder-model-usual = The usual one
sidebar-folder-prompt = System prompt
sidebar-folder-find = Find or make a folder
sidebar-folder-make = New folder “{ $name }”
sidebar-no-folder = No folder
sidebar-move-title = Move to folder
sidebar-move-one = Choose a folder for “{ $title }”.
sidebar-move-many = Choose a folder for { $count } chats.
sidebar-delete-folder = Delete this folder?
sidebar-delete-folder-text = “{ $title }” goes away. Its chats stay.
sidebar-none-in-folder = No chats in “{ $name }” yet
sidebar-archive-view = Archived
sidebar-archive-text = Archived chats take no place and can be read, not continued.
sidebar-none-archived = Nothing is archived
sidebar-trash = Trash
sidebar-shared = Shared with me
sidebar-none-shared = Nobody has let you into a chat yet
sidebar-is-shared = Shared
sidebar-owned-by = by { $name }
sidebar-deleted-by = Deleted by { $name }
sidebar-trash-text = Deleted chats stay here for 30 days. Then their text is gone for good; what they used stays in your books.
sidebar-none-deleted = The trash is empty
sidebar-empty-trash = Empty trash
sidebar-empty-trash-sure = Empty the trash?
sidebar-empty-trash-text = The text of these chats will be gone for good. The tokens and money they used stay in your books, without a title.
sidebar-restore = Restore
sidebar-restore-chat = Restore { $title }
# $count: days until a chat goes from the trash
sidebar-days-left = { $count ->
    [one] 1 day left
   *[other] { $count } days left
}

## Search and palette

search-filters = Filters: in:archive, in:trash, in:"folder name", model:name, after:2026-11-01, before:2026-12
palette-title = Search and commands
palette-hint = Search chats, or type a command
palette-results = Results
palette-recent = Recent chats
palette-chats = Chats and messages
palette-commands = Commands
palette-models = Models
palette-pages = Pages
palette-slash = Slash commands and prompts
palette-none = Nothing is called “{ $query }”, and no chat contains it
# $count: entries of the list
palette-count = { $count ->
    [one] 1 result
   *[other] { $count } results
}
palette-theme = Light or dark
palette-archive-chat = Archive this chat
palette-admin = Dashboard
palette-people = People
palette-audit = Audit

## Shortcuts

shortcuts-title = Shortcuts
shortcuts-text = Choose a shortcut to give it other keys. They are kept in this browser.
shortcuts-palette = Search and commands
shortcuts-new-chat = New chat
shortcuts-search = Search the list of chats
shortcuts-composer = Write a message
shortcuts-sidebar = Show or hide the sidebar
shortcuts-delete-chat = Delete this chat
shortcuts-shortcuts = Show the shortcuts
shortcuts-send = Send the message
shortcuts-line = New line in a message
shortcuts-stop = Stop the reply
shortcuts-commands = Commands and prompts, in an empty message
# $name: what the keys do, $keys: the keys
shortcuts-change = Change the keys for “{ $name }”, now { $keys }
shortcuts-press = Press the keys…
shortcuts-reset = Use the usual keys
shortcuts-done = Done
shortcuts-taken = { $keys } is already used for “{ $name }”. Choose other keys.
shortcuts-of-browser = The browser keeps { $keys } for itself. Choose other keys.
shortcuts-of-page = { $keys } is needed for typing and moving around. Add Ctrl or Alt.

## Commands and prompts

commands-title = Commands
commands-found = { $count ->
    [one] { $count } entry
   *[other] { $count } entries
}
slash-help = Lists the commands
slash-usage = Says what is left of your token budget
slash-image = Draws a picture; costs tokens
slash-model = Chooses the model of this chat
slash-title = Names this chat
slash-system = Sets what the model is told first in this chat
slash-export = Gives you this chat as a file
# Stands behind /model
slash-takes-name = name
# Stands behind /title and /system
slash-takes-text = text
prompts-title = Prompts
prompts-hint = Texts to use again: write / in a message and choose one by its name.
prompts-none = No prompt yet. Keep a text that you write again and again, with blanks such as {"{{"}language{"}}"} to be filled in.
prompts-new = New prompt
prompts-edit = Edit
prompts-edit-title = Edit prompt
prompts-form-hint = Whatever stands between double braces, such as {"{{"}language{"}}"}, is asked for each time.
prompts-name = Name
prompts-name-hint = What you write behind /: letters, digits, “-” and “_”.
prompts-description = What it is for
prompts-text = Text
prompts-everybody = Share it with everybody here
prompts-who = Whose
prompts-mine = Mine
prompts-shared = Shared
prompts-delete = Delete
prompts-delete-one = Delete { $name }
prompts-delete-title = Delete this prompt?
prompts-delete-text = /{ $name } is gone for good.
prompts-delete-text-shared = /{ $name } is gone for good, for everybody.
prompts-fill-title = Fill in /{ $name }
prompts-use = Use prompt

## Settings: files

files-title = Files
files-hint = Pictures, documents and recordings that you sent, or that models drew for you.
# $used, $limit: such as 12.5 MB
files-used = { $used } of { $limit } used
files-room = Room for files
files-name = Name
files-size = Size
files-added = Added
files-none = There are no files yet. Attach one to a message, and it is listed here.
files-delete = Delete
files-delete-one = Delete { $name }
files-delete-title = Delete this file?
files-delete-text = { $name } goes from this list for good. Chats that it was sent in keep it until they are deleted.
files-deleted = { $name } is deleted.

## Import

import-title = Import chats
import-hint = Bring your chats from ChatGPT, Claude, Open WebUI, LibreChat, HuggingFace chat-ui or another Tally. It costs nothing.
import-choose = Import
import-choose-hint = JSON or zip, up to { $count } MiB. Several files at once will do.
import-sending = Sending { $name }
import-reading = Looking through { $name }
import-saving = Saving chats: { $done } of { $total }
import-done = { $count ->
    [one] { $count } chat from { $source } is here.
   *[other] { $count } chats from { $source } are here.
}
import-nothing-new = All chats of this file were here already.
import-archived = { $count ->
    [one] { $count } of them is in the archive, as your list has no place for it.
   *[other] { $count } of them are in the archive, as your list has no place for all.
}
import-known = { $count ->
    [one] { $count } was here already and was passed over.
   *[other] { $count } were here already and were passed over.
}
import-left-out = Left out:
import-left-pictures = { $count ->
    [one] { $count } picture
   *[other] { $count } pictures
}
import-left-recordings = { $count ->
    [one] { $count } recording
   *[other] { $count } recordings
}
import-left-files = { $count ->
    [one] { $count } file
   *[other] { $count } files
}
import-left-tools = { $count ->
    [one] { $count } use of a tool
   *[other] { $count } uses of tools
}
import-left-errors = { $count ->
    [one] { $count } failed reply
   *[other] { $count } failed replies
}
import-left-empty-chats = { $count ->
    [one] { $count } empty chat
   *[other] { $count } empty chats
}
import-left-cut-texts = { $count ->
    [one] the end of { $count } very long text
   *[other] the ends of { $count } very long texts
}
import-too-large = { $name } is over { $count } MiB. If it is a zip, unpack it and choose conversations.json.
import-unreachable = The file did not arrive. Check your connection and try again.
import-stopped-at = The import stopped at { $name }.
import-failed = The import was broken off, and nothing of it is here. Try again.
import-open = Show my chats
import-where = Where do I get the file?
import-where-chatgpt = Settings, Data controls, Export data. A link to a zip comes by e-mail.
import-where-claude = Settings, Privacy, Export data. A link to a zip comes by e-mail.
import-where-open-webui = Settings, Data controls, Export chats.
import-where-librechat = In a chat: its menu, Export, as JSON, with branches. One file a chat.
import-where-chat-ui = Settings, Export your data, where your server offers it.
import-where-tally = In a chat: its menu, Export, JSON. One file a chat.

## Export

## Usage

usage-title = Usage
usage-subtitle = Your token budget and where it went.
usage-period = This period
# $used, $limit, $reserved: numbers of tokens, written out
usage-budget-said = { $used } of { $limit } tokens used, { $reserved } reserved
usage-used = Used
usage-of-limit = of { $limit } tokens
usage-remaining = Remaining
usage-tokens = tokens
usage-reserved = Reserved
usage-reserved-words = for replies in progress
usage-lasts = Will last
usage-lasts-words = at the pace of the last 7 days
usage-lasts-past-reset = Until it resets
usage-lasts-nothing = Nothing is left
usage-lasts-under-a-day = Less than a day
usage-lasts-days = { $count ->
    [one] About { $count } day
   *[other] About { $count } days
}
usage-resets = Resets on
# $since: a day, written out
usage-since = running since { $since }
usage-spent = Your budget is used up. You can send again when it resets.
# $percent: a whole number; $remaining: a number, written out
usage-nearly-spent = { $percent }% of your budget is spent. { $remaining } tokens are left until it resets.
usage-by-day = By day
usage-by-day-words = Tokens in the last 30 days
usage-by-day-said = Tokens used on each of the last 30 days; the table below has the figures
usage-by-day-none = Nothing was used in the last 30 days.
usage-by-day-table = Tokens by day
usage-day = Day
usage-by-model = By model
usage-last-days = Tokens in the last 30 days
usage-by-model-none = No model was used in the last 30 days.
usage-by-key = By key
usage-by-key-none = No key has used anything in the last 30 days.
usage-browser = Browser
usage-costly = Most expensive chats
usage-costly-words = Deleting a chat frees its place; what it used stays in the books.
usage-costly-none = No chat has cost anything yet.
usage-chat = Chat
usage-exchanges = Exchanges
usage-cost = Cost
# $title: of a chat
usage-delete-chat = Delete { $title }
usage-delete-title = Delete this chat?
usage-delete-text = “{ $title }” leaves your list. What it used stays in the books.
usage-deleted = Chat deleted. What it used stays in the books.
usage-undo = Undo
usage-ledger = Ledger
usage-ledger-words = Every change to your budget, newest first.
usage-ledger-none = Nothing has been booked yet. Your first message will be.
usage-when = When
usage-what = What
usage-left-after = Left after
usage-key = Key
usage-new-chat = New chat
usage-deleted-chat = Deleted chat
# $name: of a chat or an organisation
usage-name-deleted = { $name } (deleted)
# $chat: the title of the chat
usage-names-chat = Title of “{ $chat }”
usage-dictation = Dictation
usage-reading-aloud = Reading a reply aloud
# $key: name of an API key
usage-program = Program: { $key }
usage-granted = Budget granted
usage-lowered = Budget lowered
usage-held = Set aside for a reply
usage-held-otherwise = Set aside
usage-returned = Set-aside returned
usage-charged = Reply charged
usage-charged-otherwise = Charged
usage-overrun = Overrun paid by the operator

## Settings

settings-title = Settings
settings-profile = Profile
settings-profile-hint = How you are greeted, and shown to administrators and to people in your chats.
settings-email = Email
settings-name = Name
settings-name-saved = Your name is saved.
settings-password = Password
settings-password-hint = At least 8 characters. Changing it signs out every other session.
settings-current-password = Current password
settings-new-password = New password
settings-change-password = Change password
settings-password-changed = Your password is changed. All other sessions were signed out.
settings-sessions = Sessions
settings-sessions-hint = Where you are signed in now. Sign out what you do not know.
settings-place = Where
settings-since = Since
settings-this-session = This session
settings-sign-out = Sign out
# $moment: day and time
settings-sign-out-of = Sign out { $device }, since { $moment }
# $browser, $system: their names
settings-device = { $browser } on { $system }
settings-unknown-browser = Unknown browser
settings-appearance = Appearance
settings-appearance-hint = Kept in this browser.
settings-colours = Colours
settings-colours-system = Like the system
settings-colours-light = Light
settings-colours-dark = Dark
settings-language = Language
settings-language-hint = Kept with your account: you read in it wherever you sign in.
settings-language-browser = As the browser

## Settings: sign-ins, second factor, passkeys

settings-last-used = Last used
settings-by-password = By password
settings-by-code = By password and code
settings-by-passkey = By passkey
settings-by-provider = By identity provider
settings-by-link = By a link
settings-sign-out-others = Sign out all others
settings-sign-out-others-title = Sign out everywhere else?
settings-sign-out-others-text = Every other browser and program has to sign in again. You stay signed in here.
settings-others-ended = { $count ->
    [0] Nobody else was signed in.
    [one] One other session was signed out.
   *[other] { $count } other sessions were signed out.
}
second-factor-title = Second factor
second-factor-hint = A code of an app on your phone, asked for after your password: whoever learns that alone stays out.
second-factor-off = No authenticator app is set up.
second-factor-on = On
second-factor-since = Since { $moment }.
second-factor-set-up = Set up authenticator app
second-factor-set-up-text = First show that it is you.
second-factor-new-codes = New recovery codes
second-factor-new-codes-text = The codes from before stop working.
second-factor-turn-off = Turn off
second-factor-turn-off-text = Sign-in asks for your password alone. Every other session is signed out.
second-factor-scan-title = Scan this with your app
second-factor-scan-text = Any authenticator app will do. Then type the code that it shows.
second-factor-picture = QR code for the authenticator app
second-factor-secret = Or type this key into the app:
second-factor-open-app = Open in an app on this device
second-factor-code-hint = The six digits that the app shows now.
second-factor-confirm = Confirm
second-factor-codes-title = Your recovery codes
second-factor-codes-text = Each works once, when you do not have the app at hand. Keep them in a safe place: they are not shown again.
second-factor-download = Download
second-factor-kept = I have kept them
proof-password = Your password
proof-code = Code of your app, or a recovery code
proof-go-on = Go on
passkeys-title = Passkeys
passkeys-hint = Sign in by fingerprint, face or PIN of your device, without password and code.
passkeys-none = No passkey yet.
passkeys-name = Name
passkeys-added = Added
passkeys-add = Add a passkey
passkeys-add-text = Give it a name to know it by. Then your device asks you to confirm.
passkeys-call-it = What to call it
passkeys-rename = Rename
passkeys-rename-one = Rename { $name }
passkeys-remove = Remove
passkeys-remove-one = Remove { $name }
passkeys-remove-text = It lets nobody in any more, and every other session is signed out. Take it off your device, too.
passkeys-unsupported = This browser makes no passkeys here: they need https, or a page of this machine under a name.
passkeys-not-confirmed = Your device did not confirm; nothing was added.
second-factor-codes-left = { $count ->
    [one] One recovery code is left.
   *[other] { $count } recovery codes are left.
}

audit-password-change = Changed the password
audit-second-factor-enable = Set up an authenticator app
audit-second-factor-disable = Took the authenticator app off
audit-second-factor-reset = Took second factor and passkeys off somebody
audit-recovery-codes-create = Made new recovery codes
audit-passkey-create = Added a passkey
audit-passkey-delete = Removed a passkey
audit-sessions-end = Signed out all other sessions
audit-field-authenticator = Authenticator app
audit-field-passkeys = Passkeys
audit-field-sessions = Sessions
audit-field-by = By

people-factor = Reset second factor
people-factor-title = Reset second factor?
people-factor-text = Authenticator app, recovery codes and passkeys of { $email } are taken away, and all sessions signed out. The password stays. Do this for somebody you know to have lost their devices.
people-factor-reset = The second factor of { $email } is reset.

## Mail

# $name: of the person; $link: an address
mail-password-link-subject = Set a new password
mail-password-link-text = Hello { $name },

    somebody, you it is to be hoped, asked for a new password for your Tally account. Set one here:

    { $link }

    The link works once, for an hour. If it was not you, do nothing: your password stays as it is.
mail-password-changed-subject = Your password was changed
# $site: an address
mail-password-changed-text = Hello { $name },

    the password of your Tally account at { $site } was just changed, and all other sessions were signed out. If it was not you, set a new password at once and tell an administrator.
mail-second-factor-changed-subject = Your sign-in was changed
mail-second-factor-changed-text = Hello { $name },

    an authenticator app or a passkey was just added to your Tally account at { $site }, or taken off. If it was not you, sign out all other sessions in Settings, change your password and tell an administrator.

## API keys

keys-title = API keys
keys-hint = With a key, your programs, editors and scripts use the models on your budget.
keys-new = New key
keys-places = { $count } of { $most } keys
keys-places-full = { $count } of { $most } keys, as many as you may have: revoke one to make another
keys-name = Name
keys-made = Made
keys-last-used = Last used
keys-used = Used this month
keys-expires = Expires
keys-expired = Expired
keys-edit = Edit
keys-revoke = Revoke
keys-revoke-one = Revoke { $name }
keys-none = No key yet. Make one for each program that is to use the models: it pays from your budget, never more than the cap you give it, and you can revoke it by itself.
# $models: names, one after the other
keys-only = Only { $models }
keys-no-cap = no cap
keys-of-cap = of { $cap }
keys-name-hint = The program that gets it, such as “CI” or “editor on my laptop”.
keys-cap = Cap
keys-cap-hint = Tokens in a calendar month (UTC), out of your budget. Empty: no cap of its own.
keys-expires-hint = From then on it is refused.
# $moment: day and time, or never
keys-expires-as-is = As it is: { $moment }
keys-in-days = { $count ->
    [one] In { $count } day
   *[other] In { $count } days
}
keys-in-a-year = In a year
keys-on-a-date = On a date…
keys-last-day = Last day
keys-models = Models
keys-models-hint = None ticked: all models of your plan.
keys-model-not-set-up = { $model }, not set up
keys-model-gone = { $model }, no longer offered
keys-make = Make key
keys-edit-title = Edit key
keys-new-hint = It is shown once, when it is made.
keys-edit-hint = Changes hold at once; the key itself stays the same.
keys-saved = Saved { $name }
keys-revoke-title = Revoke this key?
keys-revoke-text = Every program that uses “{ $name }” is refused from now on, and a reply that it is getting stops. This cannot be undone. What the key used stays in the books.
keys-revoked = { $name } is revoked. What it used stays in the books.
keys-issued-title = Your new key
keys-issued-text = Copy “{ $name }” now: it is not shown again, and nobody can look it up. If it gets lost, revoke it and make another one.
keys-issued-label = API key
keys-issued-base = Base URL for editors and other apps
keys-issued-copy = Copy { $what }
keys-issued-docs = All calls and their fields are in the API documentation.

## Admin: dashboard

admin-pages = Administration
admin-dashboard = Dashboard
admin-users = Users
admin-audit = Audit
dashboard-subtitle = Who uses what, and what it costs.
# $time: of day, written out
dashboard-live = Live. Figures of { $time }.
dashboard-csv = Download CSV
dashboard-filters = Filters
dashboard-from = From
dashboard-to = To
dashboard-model = Model
dashboard-all-models = All models
dashboard-user = User
dashboard-user-example = E-mail address
dashboard-apply = Apply
dashboard-usage = Usage
dashboard-by-day = By day and model
dashboard-by-day-words = Tokens charged (UTC days)
dashboard-by-day-said = Tokens charged by day and model; the table below has the figures
dashboard-by-day-table = Tokens by day and model
dashboard-nothing = Nothing was used in these days.
dashboard-day = Day
dashboard-top-users = Top users
dashboard-no-users = Nobody used a token.
dashboard-near-limit = Near their limit
# $share: a share, written out
dashboard-nobody-near = Nobody has spent { $share } of a budget.
dashboard-group-by = Group by
dashboard-organisation = Organisation
dashboard-key = API key
dashboard-tokens = Tokens
dashboard-billed = Billed tokens
dashboard-cost = Cost
dashboard-exchanges = Exchanges
dashboard-errors = Errors
dashboard-no-exchange = No exchange matches these filters.
dashboard-more-rows = The first rows are shown; the CSV has them all.
dashboard-total = Total
dashboard-other-models = Other models
dashboard-today = Tokens today
dashboard-today-words = since midnight, UTC
dashboard-month = Tokens this month
dashboard-month-words = charged to budgets
dashboard-active = Active users
dashboard-active-words = with an exchange in these days
dashboard-error-rate = Error rate
dashboard-error-rate-words = failed or cut by a fault
dashboard-reply-cache = Reply cache
dashboard-reply-cache-words = of replies cost nothing
dashboard-first-text = Time to first words
# $slow: a time, written out
dashboard-first-text-words = half are faster; 19 of 20 within { $slow }
dashboard-drift = Charged against billed
# $charged, $billed: numbers of tokens, written out
dashboard-drift-words = { $charged } charged, { $billed } billed
range-no-day = The address has a day that is none, or one before the year 2000. Choose the days above.
range-backwards = The first day must not be after the last. Choose the days above.
range-too-long = These days are more than ten years. Choose fewer.
range-unknown-group = There is no such grouping. Choose one of those above the table.
vendors = Vendors
vendors-words = One tiny exchange with each vendor whose key is set, charged to nobody.
vendors-check = Check vendors
vendors-busy = Asking…
vendors-none = No vendor has a key here; the simulated model answers.
vendors-vendor = Vendor
vendors-reached = Reached
vendors-models = Models known
# $known, $all: numbers
vendors-known-of = { $known } of { $all }
vendors-counted = Counted / billed
vendors-cost = Cost
vendors-first-text = First words
vendors-trouble = Trouble
vendors-yes = yes
vendors-no = no

## Admin: people and organisations

people-subtitle = Budgets, tiers, roles and organisations.
people-everybody = Everybody
people-words = Limits are tokens for a calendar month (UTC). Every change is audited.
people-search = Search users
people-search-example = Search by e-mail or name
people-nobody = Nobody matches.
people-user = User
people-used = Used
people-limit = Limit
people-tier = Tier
people-role = Role
people-last-seen = Last seen
people-type = User type
people-admin = admin
people-is-user = user
people-individual = individual
people-business = business
# $type: of user
people-verified-type = { $type }, verified
people-deactivated = deactivated
people-edit = Edit
people-reset = Reset usage
people-keys = API keys
people-link = Password link
# $count: a number of tokens, written out
people-reserved = { $count } reserved
people-next-limit = { $count } from the next period
# $first, $last, $all: numbers, written out
people-range = { $first } to { $last } of { $all }
people-range-open = { $first } to { $last } of more than { $all }
people-edit-title = Edit user
people-token-limit = Token limit
people-token-limit-hint = Tokens for a calendar month (UTC). What was used already counts against it.
people-active = Active
people-verified = Verified
# $email: of the person
people-saved = Saved { $email }
people-reset-title = Reset usage?
people-reset-text = { $email } gets the whole limit again, from now on. What was used stays in the books.
people-fresh = { $email } starts a fresh period
people-new = New person
people-new-words = You get a link to send on, by which the person chooses a password.
people-email = Email
people-name = Name
people-make = Make account
people-link-title = Link to set a password
# $email: of the person; $until: a moment, written out
people-link-text = For { $email }. It works once, until { $until }, and is shown only now. Earlier links are dead.
people-keys-title = API keys of { $email }
people-keys-words = Used in this calendar month. A revocation is audited.
people-keys-none = No key here; revoked ones are not listed.
# $name: of the key
people-revoke-text = Every program of { $email } that uses “{ $name }” is refused from now on, and a reply that it is getting stops. This cannot be undone. What the key used stays in the books.
people-revoked = { $name } of { $email } is revoked
orgs = Organisations
orgs-words = People of one organisation can let each other into their chats, and share kept replies and a line in reports.
orgs-none = None yet.
orgs-new = New organisation
orgs-new-example = Name of a new organisation
orgs-add = Add
orgs-name = Name
orgs-people = People
orgs-organisation = Organisation
orgs-no-organisation = No organisation
orgs-rename = Rename
orgs-rename-title = Rename organisation
# $name: of the organisation
orgs-rename-text = “{ $name }” keeps its people and its line in reports.
orgs-name-of = Name of the organisation
orgs-delete-title = Take this organisation away?
orgs-delete-text = The people of “{ $name }” stay, without an organisation. What they used stays in the books.
orgs-deleted = { $name } is gone; its people stay

## Admin: audit

audit-subtitle = Who did what to what; nothing here can be changed.
audit-changes = Changes
audit-newest-first = Newest first.
audit-none = Nothing has been changed yet.
audit-when = When
audit-who = Who
audit-through = Through
audit-what = What
audit-whom = Whom
audit-change = Change
audit-operator = Operator
audit-user-update = Changed account
audit-user-create = Made an account
audit-password-link-create = Made a link to set a password
audit-password-set = Set a password by a link
audit-usage-reset = Reset usage
audit-org-create = Made an organisation
audit-org-update = Renamed an organisation
audit-org-delete = Took an organisation away
audit-token-cache-empty = Emptied the token cache
audit-key-create = Made an API key
audit-key-update = Changed an API key
audit-key-revoke = Revoked an API key
audit-chat-archive = Archived a chat
audit-chat-unarchive = Took a chat out of the archive
audit-user-promote = Granted the admin role
audit-chat-delete = Deleted a chat
audit-chat-restore = Restored a chat
audit-prompt-create = Shared a prompt
audit-prompt-update = Changed a shared prompt
audit-prompt-delete = Deleted a shared prompt
audit-chat-import = Imported chats
audit-trash-empty = Emptied the trash
audit-member-invite = Invited somebody into a chat
audit-member-update = Changed a member’s rights in a chat
audit-member-remove = Took somebody out of a chat
audit-member-leave = Left a chat
audit-field-token-limit = Monthly limit
audit-field-token-limit-this-period = Limit of this period
audit-field-tier = Tier
audit-field-role = Role
audit-field-is-active = Active
audit-field-email = E-mail
audit-field-name = Name
audit-field-org-id = Organisation
audit-field-user-type = User type
audit-field-email-verified = E-mail verified
audit-field-expires-at = Expires
audit-field-models = Models
audit-field-user-id = Owner
audit-field-user-ids = People in it
audit-field-entries = Counts kept
audit-field-description = What it is for
audit-field-characters = Characters
audit-field-shared = For everybody
audit-field-source = From
audit-field-chats = Chats
audit-field-is-let-in = Came in
audit-field-total-tokens-used = Tokens used
audit-by-browser = Browser
audit-by-api = API
audit-by-key = API key
audit-by-cli = Command line
audit-yes = yes
audit-no = no
# $field: its name; $before, $after: what it was and is
audit-changed = { $field }: { $before } → { $after }

## Admin: feedback

admin-feedback = Feedback
feedback-subtitle = What people think of replies.
feedback-models = Models
feedback-models-hint = Replies that are liked or disliked now, in all chats.
feedback-model = Model
feedback-likes = Likes
feedback-dislikes = Dislikes
# Share of likes among likes and dislikes
feedback-liked = Liked
feedback-nothing = Nobody has liked or disliked a reply yet.
feedback-said = Why replies were disliked
feedback-said-hint = Newest first. Nothing of the chats is shown, but for what people wrote here.
feedback-nothing-said = Nobody has said why yet.
feedback-when = When
feedback-who = Who
feedback-why = Why
feedback-own-words = In their own words

## Installed app and offline

offline-title = Tally cannot be reached
offline-text = You may be offline, or the server is not running. Your chats are safe there: nothing that you sent is lost.
offline-retry = Try again

## What commands answer

command-command = command
command-does = what it does
command-does-help = shows this list
command-does-usage = says what is left of your token budget
command-does-image = draws a picture of what you write; costs tokens
command-does-model = chooses the model of this chat
command-does-title = names this chat
command-does-system = sets what the model is told first in this chat; alone, back to the usual
command-does-export = gives you this chat as a file
command-takes-name = NAME
command-takes-text = TEXT
command-cost-nothing = Commands cost no tokens, except `/image`.
# $names: of prompts, as they are written
command-your-prompts = Your prompts: { $names }.
command-is-prompt = `/{ $name }` is a prompt; send its text to use it:
command-unknown = I do not know this command. These there are:
# $percent: a share, written out; $day: a day, written out
command-usage = You have used **{ $used }** of { $limit } tokens ({ $percent }); **{ $left }** are left. Your budget starts anew on { $day }.
command-model-chosen = This chat now talks with **{ $model }**.
command-model-choices = This chat talks with `{ $model }`. You can choose among { $models }.
command-image-empty = Write what to draw behind the command: `/image A fox in the snow`
command-title-empty = Write the name behind the command: `/title Holidays`
command-title-temporary = A temporary chat has no name.
command-title-set = This chat has its new name.
command-system-set = From now on the model is told this first in this chat.
command-system-usual = From now on the model is told the usual first.
# $links: to the files
command-export = Take this chat with you: { $links }.

## Members of chats
members-button = Members
members-title = People in this chat
members-text = Whoever sends a message pays for the reply.
members-text-owner = They see all of it, from the beginning. Whoever sends a message pays for the reply.
members-owner = Owner
members-editor = Can write
members-viewer = Can read
members-you = { $name } (you)
members-email = Email
members-role = May
members-role-of = What { $name } may do
members-invite = Invite
members-invite-hint = Only people with an account in your organisation come in, and at once. No mail is sent.
members-invited = Invited { $email }
members-changed = { $name }: { $role }
members-remove = Remove { $name }
members-removed = { $name } is out of this chat
members-leave = Leave chat
members-leave-sure = You will no longer see this chat. Only its owner can let you in again. Press again to leave.
members-came = { $name } joined
members-left = { $name } left
members-taken-out = { $name } was removed
members-only-read = You can read along here. To write, ask the owner to let you.
members-only-read-archived = Its owner archived this chat. You can still read it.

## Errors: said in English by the server, looked up by their words; ids begin with `error-`

error-something = Something went wrong
error-ours = Something went wrong on our side
error-unavailable = The service is not available right now; try again in a moment
error-database-away = The database does not answer; try again in a moment
error-redis-away = Redis does not answer; try again in a moment
error-restarting = The server is restarting; try again in a moment
error-restarted = The server was restarted; what arrived is saved
error-stream-failed = The reply was cut off by a fault on our side; what arrived is saved
error-malformed = The request is malformed
error-too-large = The request body is over 64 KiB
error-not-in-time = The request did not come within the time for it
error-method = This method is not allowed here
error-other-site = This request came from another site
error-idempotency = This Idempotency-Key was used for another request
error-sign-in-first = Sign in first
error-wrong-credentials = E-mail or password is wrong
error-wrong-password = The current password is wrong
error-code-needed = Enter the code of your authenticator app, or one of your recovery codes
error-code-wrong = This code is wrong or was used already; wait for the next one
error-code-wrong-clock = This code is wrong; check the clock of your device
error-app-is-there = An authenticator app is set up already; take it off first
error-app-is-not-there = No authenticator app is set up
error-prove-again = Sign out and in again first, so that it is sure to be you
error-admins-second-factor = Administrators sign in with a second factor or a passkey here; set one up in Settings
error-ticket = This took too long or was done already; start again
error-passkeys-full = An account may have { $count } passkeys; remove one first
error-passkey-of-others = This passkey was asked for by somebody else
error-passkey-refused = This passkey could not be checked; try again or come in another way
error-passkey-is-there = This passkey is here already
error-passkey-gone = This passkey does not exist
error-passkey-unknown = This passkey is not known here; it may have been removed
error-passkeys-for-pages = Passkeys are for pages
error-only-way-in = This is the only way into your account; set a password first
error-no-mail = This server sends no mail; ask an administrator for a link
error-password-worst = This password is among those that are guessed first; take another
error-account-off = This account is switched off; ask an administrator
error-registration-closed = Registration is closed; ask an administrator for an account
error-email-taken = An account with this e-mail, or with one that looks the same, exists already
# $why: in English, from the library that reads addresses
error-email = The e-mail will not do: { $why }
error-name-length = The name must have 1 to { $count } characters
error-language = The language must be one of { $languages }
error-password-short = The password must have at least { $count } characters
error-password-long = The password may have { $count } characters at most
error-password-signs = The password may not contain NUL or half a character
error-password-link = This link was used, replaced or has expired; ask for a new one
error-too-many-requests = Too many requests; wait a moment
error-too-many-requests-seconds = Too many requests; try again in { $seconds } s
error-too-many-requests-minute = Too many requests; try again in a minute
error-too-many-requests-minutes = Too many requests; try again in { $minutes } minutes
error-too-many-sign-ins-seconds = Too many failed sign-ins; try again in { $seconds } s
error-too-many-sign-ins-minute = Too many failed sign-ins; try again in a minute
error-too-many-sign-ins-minutes = Too many failed sign-ins; try again in { $minutes } minutes
error-too-many-guesses-seconds = Too many wrong guesses; try again in { $seconds } s
error-too-many-guesses-minute = Too many wrong guesses; try again in a minute
error-too-many-guesses-minutes = Too many wrong guesses; try again in { $minutes } minutes
error-too-many-links-seconds = Too many links were asked for; try again in { $seconds } s
error-too-many-links-minute = Too many links were asked for; try again in a minute
error-too-many-links-minutes = Too many links were asked for; try again in { $minutes } minutes
error-session-too-often-seconds = This session was asked for too often; try again in { $seconds } s
error-session-too-often-minute = This session was asked for too often; try again in a minute
error-session-too-often-minutes = This session was asked for too often; try again in { $minutes } minutes
error-forbidden = You may not do this
error-needs-person = This needs somebody who has signed in; an API key will not do
error-needs-admin = This is for administrators
error-other-organisation = You are not a member of this organisation
error-nothing-here = Nothing is here
error-cursor = `cursor` is not one this list gave
error-chat-gone = This chat does not exist or was deleted, or you are no longer in it
error-chat-id = Invalid chat ID format
error-chat-of-somebody = This chat belongs to somebody else
error-chat-archived = This chat is archived; take it back first
error-chat-limit = You have no place left for another chat; delete or archive one first
error-chat-limit-one = You hold { $used } chats and your plan has room for { $limit }; delete or archive one first
error-chat-limit-some = You hold { $used } chats and your plan has room for { $limit }; delete or archive some first
error-chat-moved-on = This chat went on elsewhere; reload it and send again
error-chat-deleted-by = { $name } deleted this chat
error-chat-rename-owner = Only the owner can rename this chat
error-chat-set-up-owner = Only the owner can choose the model and settings of this chat
error-chat-archive-owner = Only the owner can archive this chat
error-chat-delete-owner = Only the owner can delete or restore this chat
error-chat-invite-owner = Only the owner can say who is in this chat
error-chat-take-out-owner = Only the owner can take somebody out of this chat
error-chat-share-owner = Only the owner can share this chat by a link
error-chat-costs-owner = Only the owner can see what each person spent here
error-chat-read-only-member = You can read this chat, but not write in it
error-member-gone = This person is not in this chat
error-member-self = You are in this chat already: it is yours
error-member-owner-stays = The owner of a chat stays its owner
error-member-owner-leaves = This chat is yours: delete it, or take the others out
error-member-temporary = A temporary chat is for you alone
error-member-no-room = This chat has no room for another person
error-member-room = A chat has room for { $most } people beside its owner
error-edit-own-only = You can edit only what you wrote yourself
error-title-empty = The title is empty
error-title-long = The title may have { $count } characters at most
error-system-prompt-long = The system prompt may have { $count } characters at most
error-folder-gone = This folder does not exist
error-folder-name = The name of a folder has 1 to { $count } characters
error-message-gone = This message does not exist
error-message-length = Message must be between 1 and { $count } characters
error-message-not-yours = Only your own messages can be edited
error-command-again = Commands are no part of the talk with a model; send it anew instead
error-reply-only = Only a reply can be written again
error-reaction-only = Only replies take a reaction
error-reason-long = At most { $count } characters may say why
error-reason-dislike = Reasons are taken for a dislike only
error-reply-running = A reply is still being written in this chat; stop it or wait
error-prompt-empty = The prompt has no message to be answered
error-prompt-long = The prompt is longer than the model's window
error-session-gone = This session does not exist
error-session-expired = This session has expired; start a new one
error-session-of-somebody = This session belongs to somebody else
error-asked-before = This Idempotency-Key was used within the last 24 hours; what was answered is kept nowhere and cannot be given again
error-idempotency-length = Idempotency-Key must have 1 to { $count } characters
error-budget-used = Your token budget is used up
error-budget-message-reply = This message needs up to { $tokens } tokens and at least { $reply } for a reply; your budget has { $left } left
error-budget-message = This message needs up to { $tokens } tokens; your budget has { $left } left
error-budget-message-reply-key = This message needs up to { $tokens } tokens and at least { $reply } for a reply; this key's budget has { $left } left
error-budget-message-key = This message needs up to { $tokens } tokens; this key's budget has { $left } left
error-budget-message-reply-organisation = This message needs up to { $tokens } tokens and at least { $reply } for a reply; your organisation's budget has { $left } left
error-budget-message-organisation = This message needs up to { $tokens } tokens; your organisation's budget has { $left } left
error-budget-less-organisation = Your organisation's budget has less than { $tokens } tokens left
error-budget-less = Your budget has less than { $tokens } tokens left
error-budget-less-key = This key's budget has less than { $tokens } tokens left
error-model-unknown = There is no model named '{ $model }'
error-model-embeds = { $model } is for embeddings, not for chats
error-model-chats = { $model } is for chats, not for embeddings
error-model-plan = This model is not part of your plan
error-model-other-plan = { $model } is not part of the { $plan } plan; choose another model
error-model-no-plan = { $model } is not part of the { $plan } plan
error-model-not-set-up = This model is not set up on this server; choose another one
error-model-not-for-key = This API key is not for { $model }; it is for { $others }
# $why: in English, from the library that reads them
error-parameters = parameters: { $name }: { $why }
error-provider = The model's provider had a fault
error-provider-busy = The model's provider is over its rate limit; wait a moment
error-provider-overloaded = The model's provider is overloaded; try again in a moment or choose another model
error-provider-quota = This server's quota or credit at the model's provider is used up; choose another model, or ask an administrator to look at its plan and billing there
error-provider-key = The model's provider refused this server's key; an administrator should check it
error-provider-model = The model's provider does not know this model, or its address is wrong; choose another one, or ask an administrator to check the catalogue
error-provider-window = This conversation is longer than the model's context length; shorten the message, begin a new chat or choose a model with a larger window
error-provider-size = The request is larger than the model's provider takes; shorten the message or begin a new chat
error-provider-file = The model's provider could not read a file of this conversation: it may be damaged, locked or of a kind it does not take. Remove the file or choose another model
error-provider-file-size = A file of this conversation is larger than the model's provider takes, or there are too many; send fewer or smaller ones, or choose another model
error-provider-parameter = The model does not take one of the parameters it is sent; choose another one, or ask an administrator to check its limits in the catalogue
error-provider-silent = The model's provider did not answer in time
error-picture-goes-on = A picture cannot be gone on with; ask for another one instead
error-provider-no-picture = The model ended without a picture; try again or choose another model
error-provider-bad-picture = The model sent a picture that cannot be read
error-provider-cut = The model's provider cut the reply off
error-provider-rejected = The model's provider rejected the request; an administrator finds its status and code in the log
error-provider-declined = The model declined to answer this for safety reasons; try to put it differently
error-no-answer = The model ended without an answer; try again or choose another model
error-no-answer-in-time = The model used up the longest reply allowed without an answer; try again or choose another one
error-key-revoked = This API key was revoked; make another one
error-key-unknown = This API key is not known here; check that it was copied whole
error-key-owner-off = The owner of this API key is switched off; ask an administrator
# $moment: day and time in UTC
error-key-expired = This API key expired at { $moment } UTC; make another one
error-key-gone = This API key does not exist
error-key-limit = You have as many API keys as an account may have; revoke one first
error-key-limit-count = You have { $count } API keys, as many as you may; revoke one first
error-cap-between = A cap is between 0 and { $most } tokens
error-cap-used = This key has used or reserved { $tokens } tokens this month; a cap cannot be lower than that
error-cap-whole = A cap is a whole number of tokens, such as 50,000
error-expiry-past = `expires_at` must lie in the future
error-expiry-year = `expires_at` is in no year that can be written
error-expiry-choose = Choose the last day on which it works
error-expiry-over = Choose a day that is not over yet
error-key-models = `models` names no model; leave it out, or send null, for all of them
error-user-gone = This user does not exist
error-user-unknown = There is no such user
error-organisation-gone = This organisation does not exist
error-organisation-unknown = There is no such organisation
error-organisation-id = `org_id`: there is no such organisation
error-column-unknown = There is no such column
error-choose-offered = Choose one of the values offered
error-limit-between = A token limit is between 0 and { $most }
error-limit-whole = A token limit is a whole number of tokens
error-last-admin = This is the last active admin; make somebody else an admin first
error-email-unknown = No account has the e-mail { $email }
error-range-order = `from` must not be after `to`
error-range-long = A report covers at most ten years
error-range-years = `{ $field }` must lie between 2000 and 2999
error-range-date = `{ $field }` must be a date such as 2026-01-31
error-group-by = `group_by` is one of day, user, model, org, key
error-import-running = You are importing another file; wait until that is done
# $place: the file and the number of the chat in it, such as "conversations.json #17"; likewise below
error-import-no-json = { $place }: this is not JSON, as exports of chats are
error-import-json = { $place }: this is not valid JSON
error-import-deep = { $place }: this is nested too deep
error-import-goes-on = { $place }: this goes on behind its end; it is not JSON
error-import-cut = { $place }: this ends in the middle; it was cut off
error-import-utf8 = { $place }: this is not written in UTF-8
error-import-large = { $place }: this is larger than { $count } MiB
error-import-unpacked = Unpacked, the file is larger than may be read here
# $what: in English, for whoever knows the app that wrote the file
error-import-built = { $place } is not built as it should be: { $what }
error-import-other-app = { $place }: this is of another app than what is before it
error-import-unknown = This is no export of ChatGPT, Claude, Open WebUI, LibreChat, HuggingFace chat-ui or Tally that can be read here
error-import-no-chat = There is no chat in this file
error-import-zip-broken = The zip is broken; download the export once more
error-import-zip-locked = The zip is locked with a password, or packed in a way that is not known here; unpack it and choose the JSON in it
error-import-zip-in-zip = There is a zip in this zip; unpack it and choose the one inside
error-import-zip-empty = There is no conversations.json in this zip, nor any other JSON
error-import-zip-many = The zip has too many files; take conversations.json out of it
error-import-gone = There is no such import
error-import-given-up = The import was given up meanwhile
error-import-broken-off = The import was broken off, and nothing of it is there; try again
error-import-file-cut = The file was cut off
error-import-file-large = The file is over { $count } MiB
error-import-one-file = Send one file, and nothing beside it
error-import-no-file = There is no file in the form
error-import-format = The file is not an export of chats that can be read here
error-model-lacks-input = This model does not take files of this kind; choose another one
error-model-lacks-file = { $model } does not take { $name }; choose one of these: { $others }
error-no-model-takes = { $model } does not take { $name }; remove it
error-files-together = { $model } takes at most { $count } MiB at once; remove some of the files
error-file-of-message-gone = A file of this message is gone; remove it and send it anew
error-command-files = Commands take no files; remove them, or write something else
error-again-files = A message that is answered again keeps its files
error-recording-long = A recording may be { $count } minutes long at most
error-recording-none = This is no recording; WAV, MP3, OGG, FLAC and WebM can be heard
error-recording-kind = { $model } takes no recordings of this kind; send WAV or MP3
error-no-transcriber = No model that writes recordings down is set up on this server
error-no-reader = No model that reads aloud is set up on this server
error-nothing-to-read = There is nothing to read aloud in this reply
error-only-replies-read = Only replies are read aloud
error-reply-unfinished = This reply is still being written; wait until it is done
error-cut-off = It was broken off by a fault on our side; try again
error-language-heard = `language`: name one as de, en or pt-BR
error-storage-full = Your files take all the room that there is for them; delete some first
error-file-gone = This file does not exist or was deleted
error-file-large = The file is too large
error-file-kind = Files of this kind cannot be used here
error-file-empty = The file is empty
error-file-pictures = Of pictures only PNG, JPEG, WebP and GIF can be used here
error-file-recordings = Of recordings only WAV, MP3, OGG, FLAC and WebM can be used here
error-file-film = Films cannot be used here
error-file-old-office = This file is of an old Office, or locked with a password; save it as docx, xlsx or pptx without one
error-file-pdf-locked = This PDF is locked with a password; save it without one
error-file-pdf-locked-otherwise = This PDF is locked in a way that is not known here
error-file-pdf-broken = This PDF is broken
error-file-pdf-no-pages = This PDF has no pages
error-file-pdf-pages = This PDF has more than { $count } pages
error-file-pdf-large = There is more in this PDF than can be read here
error-file-office-broken = This Office file is broken
error-file-office-locked = This Office file is locked with a password; save it without one
error-file-zip = A zip cannot be used here; send the files that are in it
error-file-office-others = Of Office files only docx, xlsx and pptx can be used here
error-file-office-large = There is more in this Office file than can be read here
error-file-recording-cut = This recording is cut off
error-file-recording-silent = There is nothing to hear in this recording
error-file-recording-broken = This recording is broken
error-file-slow = This file takes more time or memory to read than there is
error-file-broken = This file is broken
error-file-took-long = The file took too long to keep; send it once more
error-file-no-small-picture = This file has no small picture
error-files-away = The place where files are kept does not answer; try again in a moment
error-files-disk = The server's disk takes no more right now; try again later
error-files-full = Your files take { $used } of { $limit } MiB, and there is no room for this one; delete some first
error-files-many = A message may have { $count } files at most
error-files-twice = A message has each file once
error-picture-broken = The picture is broken, or was cut off; send it once more
error-picture-pixels = The picture has more than { $count } million pixels
error-prompt-name-taken = There is a prompt of this name already
error-prompt-gone = There is no such prompt
error-prompt-name = A prompt's name has 1 to { $count } letters, digits, “-” or “_”
error-prompt-command = /{ $name } is a command of the app; choose another name
error-prompt-length = A prompt has 1 to { $count } characters
error-prompt-description = A description has { $count } characters at the most
error-prompts-full = There are { $count } prompts; delete one first
error-prompt-called = There is a prompt called /{ $name } already
error-compare-budget = To ask { $count } models at once needs { $tokens } tokens at least; your budget has { $left } left
error-compare-budget-key = To ask { $count } models at once needs { $tokens } tokens at least; this key's budget has { $left } left
error-compare-budget-organisation = To ask { $count } models at once needs { $tokens } tokens at least; your organisation's budget has { $left } left
error-continue-model = Only a model's reply can be gone on with
error-continue-whole = This reply is whole, or has no words yet: there is nothing to add
error-continue-long = This reply is too long for { $model } to go on with
error-compare-same = Choose two different models to compare
error-compare-command = Commands are answered by the app itself; there is nothing to compare
error-temporary-chat = A temporary chat has no name and no place in the list

## Links to chats

audit-share-create = Made a link to a chat
audit-share-update = Changed a link to a chat
audit-share-revoke = Revoked a link to a chat
audit-field-include-costs = With costs
audit-field-include-names = With names
header-share = Share
share-title = Share this chat by a link
share-text-public = Whoever has the link can read the chat as it is now. What you say later is not on it until you update it.
share-text-organisation = People of your organisation who have the link and are signed in can read the chat as it is now. What you say later is not on it until you update it.
share-link = Link
share-copy = Copy link
share-as-of = As of { $moment }
share-ends = ends { $moment }
share-over = ended { $moment }
share-with-costs = with costs
share-with-names = with names
share-update = Update
share-update-hint = Show the chat as it is now
share-revoke = Revoke
share-another = Another link
share-names = Name everybody who wrote, not only me
share-costs = Show what each reply cost
share-life = It ends
share-life-open = When I revoke it
share-make = Create link
share-made = The link is there
share-updated = The link shows the chat as it is now
share-revoked = The link shows nothing any more
links-title = Shared links
links-hint-public = Pages that show a chat as it was to whoever has the link.
links-hint-organisation = Pages that show a chat as it was to people of your organisation who have the link.
links-none = No chat is shared by a link. Share one from its menu.
links-chat = Chat
links-views = Views
links-as-of = As of
links-ends = Ends
links-over = Ended
links-deleted = { $title } (in the trash)
links-update-one = Update the link to { $title }
links-revoke-one = Revoke the link to { $title }
links-revoke-title = Revoke this link?
links-revoke-text = Nobody can read “{ $title }” by it any more. This cannot be undone.
share-views = { $count ->
    [one] { $count } view
   *[other] { $count } views
}
share-life-days = { $count ->
    [one] After a day
   *[other] After { $count } days
}
shown-by = Shared by { $name }
shown-taken = As it was on { $moment }
shown-continue = Continue in my own chat
shown-continue-hint = A copy of your own. What you send there is paid from your budget.
shown-sign-in = Sign in to continue in your own chat
shown-own = This is your link. Others see the page like this.
shown-open = Open the chat
shown-someone = Another person
shown-one-of-several = Another person ({ $number })
shown-assistant = Assistant
shown-stopped = Stopped here
shown-cut = Cut off here
shown-total = All replies on this page
shown-code = Code
shown-table = Table
shown-picture = Picture on { $host }
shown-picture-of = Picture on { $host }: { $what }
shown-empty = There is nothing to read on this page.
shown-untitled = Chat
shown-nothing = Nothing is shown here
shown-nothing-words = The link is wrong, its time is over, or it was taken back.
shown-refused = That did not work
shown-back = Back to the page
error-link-gone = There is nothing here, or it is not shown any more
error-link-revoked = This link does not exist or was revoked
error-link-temporary = A temporary chat cannot be shared
error-link-many = A chat may have { $count } links at most; revoke one first
error-link-over = The day on which the link ends must be still to come
error-link-empty = There is nothing in this chat yet that a link could show
error-link-nothing-to-continue = There is nothing on this page to continue with
error-wrong-links-seconds = Too many links that show nothing; try again in { $seconds } s
error-wrong-links-minute = Too many links that show nothing; try again in a minute
error-wrong-links-minutes = Too many links that show nothing; try again in { $minutes } minutes

## Limits

error-chat-full = This chat has as many messages as a chat may have; go on in a new one
error-turns-at-once = { $count } replies are being written for you, as many as may be at once; wait for one
error-streams-at-once = You hear { $count } streams, as many as may be at once; close some first
error-pdf-at-once = Another PDF is being written for you; wait for it
error-pdf-too-long = This chat takes more time or memory to write as PDF than there is
error-search-long = A search may have { $count } characters at most

## Waiting in line, and who pays

line-title = Waiting in line
line-after = After { $name }’s reply
line-after-mine = After your reply
line-soon = Next
line-place = Number { $position } in line
line-you = You
line-regenerate = Another reply
line-continue = The rest of a reply
line-files = Files
line-refused = Not sent
line-write-again = Write again
line-discard = Discard
line-more = More are waiting: { $count }
line-will-wait = { $name }’s reply is being written; yours will follow it
line-joined = Your message waits in line
line-stop = Stop { $name }’s reply
line-kept = What you sent here was not sent on; the words are yours:
elsewhere = { $name } went on in another version
elsewhere-show = Show
elsewhere-dismiss = Dismiss
receipt-payer = Paid by
receipt-payer-you = You
message-paid-by = Paid by { $name }
message-paid-by-you = Paid by you
quote-payer = Paid by you
person-costs = Cost by person
person-costs-person = Person
person-costs-exchanges = Exchanges
person-costs-tokens = Tokens
person-costs-money = Cost
person-costs-total = Total
person-costs-none = Nobody has spent anything here yet.
person-costs-note = Whoever sends a message pays for its reply.
error-send-taken-back = This message was taken back before its turn came
error-line-full = { $count } messages wait in this chat already; try again later
error-stop-others = Only who asked for this reply, or the owner of the chat, can stop it
error-line-taken = The owner of this chat took your message out of the line
error-line-gone = This message does not wait any more
error-line-others = Only who sent it, or the owner of the chat, can take it out

## Your own data

own-data-title = Your data
own-data-hint = All that is kept of you is yours: take it with you, or have it taken away.
own-data-take = Download my data
own-data-take-hint = A zip with your profile, your chats, files and prompts, and every token that you were charged. It is put together while it downloads.
own-data-kept = { $days ->
    [one] Chats that nobody touches for a day go to the trash and are erased 30 days later. Pin those that you want to keep.
   *[other] Chats that nobody touches for { $days } days go to the trash and are erased 30 days later. Pin those that you want to keep.
}
own-data-kept-for-good = Chats are kept until you delete them.
own-data-leaving = These go within a week:
# $title: of a chat; $day: a day, written out
own-data-leaves = { $title }, on { $day }
own-data-untitled = A chat without a title
# $day: a day, written out
chat-leaves = Nobody wrote here for long: this chat goes to the trash on { $day }. Write, or pin it, to keep it.
own-data-close = Close account
own-data-close-title = Close your account?
own-data-close-text = You are signed out everywhere, your chats go to the trash, your API keys stop working, and you leave the chats of others. For 30 days an administrator can bring the account back. Then your name, your e-mail and all that you wrote in your chats are erased. What you used stays in the books, without your name.
own-data-password = Your password
own-data-code = Code of your authenticator app, or a recovery code
own-data-again = Sign in once more
own-data-close-for-good = Close my account
# The file README.txt in what people download
takeout-readme =
    This is all that Tally keeps of you.

    profile.json: your account, where you were signed in, your API keys (not their secrets), folders and feedback.
    conversations.json: your chats with all their versions. Tally can import this zip again.
    chats: the same chats to read, as you saw them last.
    written-elsewhere.json: what you wrote in chats of others.
    prompts.json: the prompts that you keep.
    ledger.csv: every change to your token budget.
    usage.csv: every exchange that you paid for, with its tokens and cost (in millionths of a US dollar).
    activity.csv: what the audit trail has of what you did.
    files: the files that you sent or models made for you.

    Times are in UTC.

## Sign-in by a company's identity provider

# $provider: what people call it
auth-sign-in-with = Sign in with { $provider }
auth-or = or
auth-refused-away = The sign-in of your company does not answer right now. Try again in a moment.
auth-refused-stale = That took too long, or was begun in another tab. Try again.
auth-refused-denied = The sign-in was cancelled.
auth-refused-faulty = What your company's sign-in sent could not be trusted. Try again, or ask an administrator.
auth-refused-unverified = Your company's sign-in does not vouch for your e-mail address. Ask an administrator.
auth-refused-unknown = You have no account here. Ask an administrator for one.
auth-refused-off = This account is switched off. Ask an administrator.
auth-refused-closed = This account was closed. An administrator can bring it back for 30 days.
auth-refused-other = You signed in as somebody else. Your account is as it was.
auth-account-closed = Your account is closed. An administrator can bring it back for 30 days.

## Admin: closed accounts

people-closed = Closed
people-erased = Erased
people-close = Close account
people-close-title = Close this account?
people-close-text = { $email } is signed out everywhere, their chats go to the trash, their API keys stop working. You can bring the account back for 30 days; then all that tells whose it was is erased.
people-reopen = Bring back
people-reopened = { $email } is back
audit-user-sync = Changed by the identity provider
audit-user-close = Closed an account
audit-user-reopen = Brought an account back
audit-user-erase = Erased a closed account
audit-user-export = Downloaded all their data
audit-identity-link = First came in by the identity provider
audit-chat-expire = Chat put into the trash, untouched for too long
audit-field-issuer = Identity provider
audit-field-days = Days
error-takeout-running = Your data is being packed already; wait until that is done
error-account-closed = This account was closed; an administrator can bring it back for 30 days
error-account-reopen = This account was closed; bring it back instead
error-account-closed-for-good = This account was closed more than 30 days ago; nothing brings it back
# $provider: what people call it
error-passwords-off = Passwords are switched off here; sign in with { $provider }
error-no-identity-provider = This server has no identity provider
error-logout-token = This is no logout token of the identity provider
