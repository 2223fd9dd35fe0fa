### What Tally says, in Japanese. English (`en.ftl`) explains what is put in.

## Figures

figure-partly-estimated = { $cost }（うち推定 { $estimated }）
figure-milliseconds = { $count } ミリ秒
figure-seconds = { $count } 秒

## Signing in

auth-sign-in = ログイン
auth-sign-in-title = おかえりなさい
auth-sign-in-subtitle = ログインしてチャットの続きをどうぞ。
auth-sign-in-to-shared = ログインすると、あなたに共有されたチャットが表示されます。
auth-no-account = アカウントをお持ちでないですか？
auth-create-one = 作成する
auth-register-title = アカウントを作成
auth-register-subtitle = モデルと会話し、返信ごとの費用を確認できます。
auth-create-account = アカウントを作成
auth-have-account = アカウントをお持ちですか？
auth-have-password = パスワードをお持ちですか？
auth-sign-in-instead = ログインする
auth-password-title = パスワードを決める
auth-password-subtitle = このリンクは一度だけ使え、そのままログインします。
auth-set-password = パスワードを設定
auth-email = メールアドレス
auth-password = パスワード
auth-name = 名前
auth-name-hint = あいさつと、チャットの参加者への表示に使います。空欄でもかまいません。
auth-password-hint = 8 文字以上。
auth-show-password = 表示
auth-hide-password = 隠す
auth-unreachable = サーバーが応答しません。少し待ってからもう一度お試しください。
auth-promise = すべてのやり取りをトークン単位で数え、予算を超えることは決してありません。
auth-language = 言語
auth-passkey = パスキーを使う
auth-passkey-not-confirmed = 端末で確認されませんでした。もう一度試すか、別の方法でログインしてください。
auth-code = コード
auth-code-hint = 認証アプリにいま表示されている 6 桁の数字です。
auth-recovery-code = リカバリーコード
auth-recovery-code-hint = 保管した 10 個のうちの一つです。それぞれ一度だけ使えます。
auth-use-recovery-code = リカバリーコードを使う
auth-use-app = 認証アプリを使う
auth-forgot = パスワードをお忘れですか？
auth-forgot-title = パスワードをお忘れですか？
auth-forgot-subtitle = リンクから新しいパスワードを設定できます。
auth-send-link = リンクを送る
auth-link-sent = このアドレスにアカウントがあれば、リンクを送りました。1 時間有効です。
auth-back-to-sign-in = ログインに戻る

## Frame: menus, account, theme

frame-skip = 本文へ移動
frame-skip-landmark = このページの近道
frame-sidebar = サイドバー
frame-open-menu = メニューを開く
frame-close-menu = メニューを閉じる
frame-account = アカウント
frame-usage = 使用量
frame-settings = 設定
frame-admin = 管理
frame-theme = 配色
frame-sign-out = ログアウト
frame-budget = トークン予算
frame-budget-used = { $percent }% 使用済み
frame-budget-of = { $used } / { $limit }
frame-simulated = 接続先が設定されていないため、返信は架空のものです。
frame-nothing-title = ここには何もありません
frame-nothing-text = アドレスが間違っているか、ここにあったものがなくなりました。
frame-to-chats = チャットへ
frame-copied = コピーしました
frame-copy = コピー
frame-close = 閉じる
frame-cancel = キャンセル
frame-delete = 削除
frame-save = 保存
frame-retry = 再試行
frame-loading = 読み込み中…
frame-newer = 新しい方へ
frame-older = 古い方へ
frame-pages = ページ
frame-never = なし
frame-actions = 操作
frame-title = タイトル

## Fields, tables and charts

field-missing = 入力が必要です
field-no-email = ada@example.com のような形で入力してください
field-no-number = 整数を入力してください
field-too-short = { $count ->
   *[other] { $count } 文字以上で入力してください
}
field-too-long = { $count ->
   *[other] { $count } 文字以内で入力してください
}
field-too-small = { $least } 以上にしてください
field-too-large = { $most } 以下にしてください
field-wrong = この値は正しくありません
day-choose = 日付を選ぶ
day-unreadable = { $example } のような日付を入力してください
day-too-early = 最初の日は { $day } です
day-too-late = 最後の日は { $day } です
calendar-months = 月
calendar-earlier = 前の月
calendar-later = 次の月
table-back = 前へ
table-next = 次へ
chart-as-table = 表で見る

## Connection and limits

connection-lost = 接続が切れました。再接続しています
connection-meanwhile = 読む、コピーする、書き続けることはできます。下書きは保存されます。
connection-back = 接続が戻りました
connection-cannot-send = 接続がありません。戻り次第、送信できます
limits-places = チャットの枠 { $limit } 個がすべて埋まっています。新しく始めるには、1 つ削除するかアーカイブしてください。
limits-places-short = 新しいチャットの枠がありません
limits-budget = トークン予算を使い切りました。{ $date } に更新されます。
limits-budget-short = トークン予算を使い切りました
limits-ask = { $name } が増やせます。
limits-raise = ご自分で増やせます。
limits-people = ユーザーと予算
limits-where = 使い道を見る
limits-costly = 費用の大きいチャットを見る
chat-new = 新しいチャット
conversation-made-up = { $name } · 架空の文章
conversation-made-up-pictures = { $name }・作りものの画像
temporary-chat = 一時チャット
temporary-words = 一時チャット：一覧にも検索にも出ず、離れると本文は消えます。費用は帳簿に残ります。

## Header of a chat

header-new-chat = 新しいチャット
header-unnamed = 名前のないチャット
header-title = タイトル
header-rename = 名前を変更
header-actions = チャットの操作
header-export = 書き出す
header-system-prompt = システムプロンプト
header-move = フォルダーへ移動
header-archive = アーカイブ
header-unarchive = アーカイブから戻す
header-delete = 削除
header-hide-sidebar = サイドバーを隠す
header-show-sidebar = サイドバーを表示
gauge-window = コンテキストウィンドウ
gauge-title = メッセージに添えられるもの
gauge-details = コンテキストと費用
gauge-full = { $window } トークン中 { $used }
gauge-full-share = コンテキストウィンドウの { $full }（{ $share }）
gauge-tokens = { $tokens } トークン
gauge-system = システムプロンプト
gauge-history = { $count ->
   *[other] 以前のメッセージ { $count } 件
}
gauge-carries-free = メッセージごとに約 { $money } 加わります。{ $tokens } トークンは予算から引かれません。
gauge-carries-charged = メッセージごとに約 { $tokens } トークン、{ $money } 加わります。
gauge-carries-nothing = お金はかかりません。{ $tokens } トークンは予算から引かれません。
gauge-carries-tokens = メッセージごとに約 { $tokens } トークン加わります。
gauge-left-out = { $count ->
   *[other] 以前のメッセージ { $count } 件を省いています。
}
gauge-leave-out = 古いメッセージを省く
gauge-take-back = 元に戻す
gauge-cost = { $count ->
    [0] このチャットはまだ費用がかかっていません。
   *[other] このチャットの累計：返信 { $count } 件、{ $tokens } トークン、{ $money }。
}
gauge-cost-tokens = { $count ->
    [0] このチャットはまだ費用がかかっていません。
   *[other] このチャットの累計：返信 { $count } 件、{ $tokens } トークン。
}
leave-out-here = ここまでをすべて省く
leave-out-line = これより上はモデルに伝えられません
leave-out-back = 元に戻す

## Models and parameters

models-model = モデル
models-models = モデル
models-choose = モデルを選ぶ
models-search = モデルを検索
models-none = モデルなし
models-not-found = 「{ $query }」という名前のモデルはありません
models-made-up = 架空の文章
models-no-price = お金はかかりません
models-here = このサーバー上
models-typical = 1 通 { $money }
models-typical-means = 1 通の価格は、送信 1,000 トークン、返信 400 トークンの場合です。
models-per-million = 100 万トークンあたり入力 { $input }、出力 { $output }
models-window = コンテキスト { $count }
models-takes-words = 文章を読み書きします
models-takes-image = 文章と画像を読み、文章を書きます
models-takes-document = 文章と文書を読み、文章を書きます
models-takes-audio = 文章と音声を読み取り、文章を書きます
models-takes-image-document = 文章、画像、文書を読み、文章を書きます
models-takes-image-audio = 文章、画像、音声を読み取り、文章を書きます
models-takes-document-audio = 文章、文書、音声を読み取り、文章を書きます
models-takes-image-document-audio = 文章、画像、文書、音声を読み取り、文章を書きます
models-in-plan = { $plan } プランに含まれます。管理者にお尋ねください
models-not-set-up = このサーバーでは未設定
parameters-title = このチャットの設定
parameters-button = チャットの設定
parameters-changed = チャットの設定（変更あり）
parameters-usual = 通常どおり
parameters-prompt = システムプロンプト
parameters-prompt-hint = このチャットで毎回最初にモデルに伝える内容。
parameters-prompt-long = { $count } 文字以内です。
parameters-temperature = 温度
parameters-temperature-hint = 0 は最もありそうな言葉、2 は最も大胆な言葉。
parameters-temperature-wrong = 0～2 の数を入力してください。
parameters-longest = 返信の最長
parameters-longest-hint = トークン数。最大 { $count }。
parameters-longest-wrong = 整数のトークン数を入力してください。
parameters-effort = 思考の深さ
parameters-effort-hint = 答える前にどれだけ考えるか。考えるほど費用がかかります。
parameters-effort-none = なし
parameters-effort-minimal = 最小
parameters-effort-low = 低
parameters-effort-medium = 中
parameters-effort-high = 高
parameters-effort-xhigh = とても高い
parameters-effort-max = 最高
parameters-not-taken = { $model } には使えません。ほかのモデルのために残ります。
parameters-back = 通常に戻す
parameters-cancel = キャンセル
parameters-save = 保存

## Composer and quotes

composer-message = メッセージ
composer-placeholder = メッセージを書く
composer-send = 送信
composer-send-key = 送信（Enter）
composer-stop = 停止
composer-stop-key = 停止（Esc）
composer-dismiss = 閉じる
composer-archived = このチャットはアーカイブ済みです。読めますが書き込めません。
composer-unarchive = アーカイブから戻す
composer-writing = 返信を書いています。Esc で停止します
composer-sending = 送信中…
composer-too-long = { $count ->
   *[other] { $count } 文字超過しています（{ $most } 文字まで）
}
composer-room = { $count ->
   *[other] 残り { $count } 文字
}
composer-no-model = このサーバーにはモデルが設定されていません
composer-not-usable = { $model } は使えません。{ $why }
quote-line = 見込み { $likely } トークン、{ $money } · 最大 { $most } · 残り { $left }
quote-line-tokens = 見込み { $likely } トークン · 最大 { $most } · 残り { $left }
quote-short = 見込み { $likely } トークン、{ $money }、最大 { $most }
quote-short-tokens = 見込み { $likely } トークン、最大 { $most }
quote-free = 無料
quote-coming = 費用を計算中
quote-details = かかる費用
quote-title = かかる費用
quote-likely = 見込み
quote-most = 最大
quote-tokens = トークン
quote-part-message = あなたのメッセージ
quote-part-history = 以前のメッセージ
quote-part-system = システムプロンプト
quote-part-files = ファイル
quote-part-reply = 返信
quote-part-overhead = 固定分
quote-part-total = 合計
quote-from-mine-of-model = 返信の見込みは、このモデルからの最近の返信の多くと同じ長さです。
quote-from-mine = 返信の見込みは、すべてのモデルからの最近の返信の多くと同じ長さです。
quote-from-model = 返信の見込みは、このモデルの最近の返信の多くと同じ長さです。
quote-from-guess = 判断できるほどの返信がまだないため、長さの見込みは推測です。
quote-history-free = { $count ->
   *[other] 以前のメッセージ { $count } 件が添えられます。費用は予算ではなくサーバーが負担します。
}
quote-history-charged = { $count ->
   *[other] 以前のメッセージ { $count } 件が予算の負担で添えられます。
}
quote-dropped = { $count ->
   *[other] 以前のメッセージ { $count } 件は省かれます。
}
quote-dropped-files = { $count ->
   *[other] 以前のメッセージのファイル { $count } 件は送られません。
}
quote-held = 返信を書く間は最大分を確保し、使わなかった分は戻ります。
welcome-greeting = 何を考えていますか？
welcome-greeting-name = { $name } さん、何を考えていますか？
welcome-promise = どの返信にも、かかった費用がトークン単位で表示されます。
welcome-files = 画像、文書、音声はどこにでもドロップできます。
welcome-suggestions = 提案
welcome-explain = 説明してもらう
welcome-explain-text = トークン予算の仕組みを短い 3 段落で説明してください。
welcome-compare = 表で比べる
welcome-compare-text = SQLite と PostgreSQL を 5 行の Markdown の表で比べてください。
welcome-code = コードを書く
welcome-code-text = 並べ替え済みの 2 つのリストを結合する Python 関数を、テスト付きで書いてください。
welcome-formula = 公式を導く
welcome-formula-text = 二次方程式の解の公式を、計算を示しながら一歩ずつ導いてください。
welcome-missing = このチャットはここにありません
welcome-start-new = 新しいチャットを始める
welcome-loading = 会話を読み込み中
composer-unanswered = サーバーが応答しませんでした。接続を確認してください。

## Files

attach = 添付
attach-hint = 画像、文書、テキスト、音声を添付（{ $count } 件まで）
attach-files = ファイル
attach-remove = ファイルを外す
attach-retry = もう一度試す
attach-open = { $name } を開く
attach-sending-name = { $name } を送信中
attach-sending = { $size } のうち { $percent }% を送信済み
attach-checking = 確認中…
attach-ready = { $count ->
   *[other] { $count } 件のファイルの準備ができました
}
attach-waits = すべてのファイルが届きしだい送信します
attach-wait-no-more = 送信しない
attach-too-many = 1 件のメッセージに付けられるファイルは { $count } 件までです。残りは外しました。
attach-fault-first = 受け取れなかったファイルがあります。外すか、もう一度試してください
attach-fault-too-large = 上限の { $count } MB を超えています
attach-fault-empty = このファイルは空です
attach-fault-folder = フォルダーは送れません。中のファイルを選んでください
attach-fault-unreachable = サーバーに届きませんでした
attach-fault-gone = このファイルはもうサーバーにありません
attach-pasted = 貼り付けたテキスト.txt
attach-see-files = ファイル一覧
attach-cost = { $count ->
   *[other] { $count } トークン、{ $money }
}
attach-as-text = テキストとして送信
attach-carried = 最近のメッセージに含まれるあいだは次のメッセージにも付いていき、そのたびに同じだけかかります。
attach-carried-all = { $count ->
   *[other] 次のメッセージにも付いていきます（ファイル { $count } 件）。そのたびに { $tokens } トークンかかります。
}
attach-carried-all-money = { $count ->
   *[other] 次のメッセージにも付いていきます（ファイル { $count } 件）。そのたびに { $tokens } トークン、{ $money } かかります。
}
attach-lacks-image = { $model } は画像を見られません。
attach-lacks-audio = { $model } は音声を聞けません。
attach-lacks-image-audio = { $model } は画像を見ることも音声を聞くこともできません。
attach-lacks-choose = 対応するモデルを選ぶか、ファイルを外してください。
attach-lacks-all = 対応するモデルがありません。続けるにはファイルを外してください。
attach-switch = モデルを変える
attach-drop = ここにファイルをドロップ
attach-drop-hint = 画像、文書、テキスト、音声
file-bytes = { $count ->
   *[other] { $count } バイト
}
file-kib = { $size } KB
file-mib = { $size } MB
file-pages = { $count ->
   *[other] { $count } ページ
}
viewer-place = { $number } / { $count }
viewer-previous = 前のファイル
viewer-next = 次のファイル
viewer-download = ダウンロード
viewer-failed = このファイルは表示できません。
viewer-as-words = モデルが読むとおりの、このファイルの文章です。元の形で見るにはダウンロードしてください。
viewer-loading = ファイルを読み込み中
viewer-no-words = このファイルに文字はありません。

## Dictation and reading aloud

dictate = 音声で入力
dictate-stop = 音声入力を終了
dictate-throw = 破棄
dictate-again = もう一度送信
dictate-level = 音量
dictate-asking = マイクの使用許可を求めています…
dictate-listening = 聞いています（{ $time } / { $longest }）
dictate-keys = Escで破棄します
dictate-writing = 文字にしています…
dictate-nothing = 何も聞こえませんでした。正しいマイクか確認してください
dictate-denied = このページではマイクを使えません。ブラウザーのアドレスの横で許可してください
dictate-no-device = マイクがありません。接続してからやり直してください
dictate-busy = マイクは今使えません。ほかのアプリが使用中かもしれません
dictate-unsafe = ブラウザーがマイクを許可するのはhttpsのページだけです
dictate-lost = 録音を送信できませんでした。もう一度送信するか破棄するまで、ここに保管されます
dictate-browser = ブラウザーが聞き取ります。その提供元に聞かれることもあります
dictate-browser-failed = ブラウザーは聞き取れませんでした。後でもう一度お試しください
dictate-off = 音声入力のモデルが設定されておらず、このブラウザーも聞き取りに対応していません
dictate-tokens = { $count }トークンで文字にしました
read-aloud = 読み上げる
read-aloud-stop = 読み上げを停止
read-aloud-preparing = 音声を作成しています…
read-aloud-no-voice = このブラウザーには音声がありません
read-aloud-failed = 読み上げられませんでした
read-aloud-code = コード
read-aloud-formula = 数式

## Conversation

conversation = 会話
conversation-earlier = 以前のメッセージを読み込む
conversation-latest = 最新へ移動
conversation-writing = アシスタントが返信を書いています

## Pictures that models draw

picture = 画像
picture-drawing = 画像を描いています…
picture-open = 大きく開く
picture-download = ダウンロード
picture-copy = コピー
picture-copied = コピーしました
picture-not-copied = このブラウザーでは画像をコピーできません。代わりにダウンロードしてください。
picture-use = メッセージで使う
picture-used = メッセージに入れました
models-for-pictures = 画像を描くモデル
models-draws = 画像を描きます
models-picture = 1枚 { $money }
models-made-up-pictures = 作りものの画像

## Receipts

receipt-title = この返信の費用
receipt-tokens = { $count ->
   *[other] { $count } トークン
}
receipt-tokens-cached = { $count ->
   *[other] { $count } トークン（キャッシュから）
}
receipt-message = あなたのメッセージ
receipt-files = ファイル
receipt-history = 以前のメッセージ
receipt-reply = 返信
receipt-system = システムプロンプト
receipt-overhead = 固定分
receipt-waived = 免除
receipt-total = 合計
receipt-charged = 精算
receipt-charged-nothing = 0：同じ質問に以前お答えしています
receipt-counted = 計数
receipt-by-usage = 提供元の報告
receipt-by-usage-cached = 提供元の報告、計数はキャッシュから
receipt-by-api = 提供元による計数
receipt-by-api-cached = 提供元による計数、キャッシュから
receipt-by-estimate = 推定
receipt-by-estimate-cached = 推定、計数はキャッシュから
receipt-cost = 費用
receipt-cost-estimated = { $cost }（推定）
receipt-share = { $count }（{ $percent }%）
receipt-billed = 提供元の請求
receipt-billed-prompt = 入力 { $count }
receipt-billed-cached = キャッシュ { $count }
receipt-billed-output = 出力 { $count }
receipt-billed-thinking = 思考 { $count }

## Continue, retry, compare, thinking

continue-reply = 続ける
retry-with = 別のモデルで再試行…
compare-title = 2 つの返信を並べて表示
compare-keep = こちらを残す
compare-stop = { $model } を停止
compare-with = 別のモデルと比べる
compare-with-model = { $model } と比べる
compare-hint = 2 つのモデルに同時に尋ねます。返信は 2 つ、費用もそれぞれにかかります
compare-not = 1 つのモデルだけに尋ねる
thinking-now = 思考中…
thinking-before = モデルの思考
thinking-took = { $seconds ->
   *[other] { $seconds } 秒間考えました
}
thinking-took-tokens = { $seconds ->
   *[other] { $seconds } 秒間考えました · { $tokens } トークン
}

## Reading a reply: code, tables, diagrams, quotes, feedback

message-you = あなた
message-assistant = アシスタント
message-typing = アシスタントが入力中
message-actions = メッセージの操作
message-edit = 編集
message-edit-box = メッセージを編集
message-edit-hint = 保存すると改めて質問します。この版は残ります。
message-save = 保存
message-cancel = キャンセル
message-retry = 再試行
message-regenerate = もう一度生成
message-like = 良い
message-dislike = 良くない
message-others-like = { $count ->
   *[other] ほかに { $count } 人が高く評価
}
message-others-dislike = { $count ->
   *[other] ほかに { $count } 人が低く評価
}
message-quote = 引用
message-cut = 返信が途中で切れました。
message-failed = 問題が起き、返信は書かれませんでした。
message-stopped = この返信は停止されました。
message-ended-length = 許された最長の返信に達しました。
message-ended-budget = トークン予算が尽きたため、ここで止まりました。
message-ended-safety = 安全上の理由でモデルが中断しました。
message-left-out = { $count ->
   *[other] 以前のメッセージ { $count } 件は省かれました。
}
message-copy = コピー
message-copied = コピーしました
message-copy-markdown = Markdown としてコピー
message-copy-text = テキストとしてコピー
message-previous-version = 前の版
message-next-version = 次の版
message-version = { $count } 件中 { $number } 番目の版
reply-close = 閉じる
feedback-title = この返信のどこが良くありませんでしたか？
feedback-not-true = 正しくない
feedback-not-asked = 求めた内容と違う
feedback-style = 文体や口調
feedback-length = 長すぎる、または短すぎる
feedback-refused = 不必要に断られた
feedback-harmful = 有害または不快
feedback-words = よろしければ、ご自分の言葉で
feedback-hint = 管理者にはメールアドレスとともに表示されますが、チャットの内容は表示されません。
feedback-skip = スキップ
feedback-submit = 送信
feedback-thanks = ありがとうございます
reply-wrap = 行を折り返す
reply-download = ダウンロード
reply-code = コード（{ $language }）
reply-table = 表
reply-diagram = 図
reply-diagram-coming = 図を描画中…
reply-diagram-of = 図のもとの記述：{ $source }
reply-diagram-fault = この図は描画できませんでした（{ $fault }）。
reply-as-code = コードで表示
reply-open-large = 大きく開く
reply-zoom-in = 拡大
reply-zoom-out = 縮小
reply-zoom-reset = 元の大きさに戻す
reply-zoom = { $percent }%
reply-large-hint = + と − で拡大縮小、0 で元に戻し、矢印キーで移動します。
reply-not-drawn = このメッセージは表示できなかったため、書かれたままを示しています。
reply-thinking = 思考
reply-details = 詳細
reply-load-image = { $host } から画像を読み込む
reply-load-image-of = { $host } から画像を読み込む：{ $what }
reply-other-site = ほかのサイト
reply-task-done = 完了
reply-task-open = 未完了
reply-diagram-no-size = 大きさがありません

## Others in a chat

others-title = 今ここにいる人
others-here-one = { $first }さんがいます
others-here-two = { $first }さんと{ $second }さんがいます
others-here-three = { $first }さん、{ $second }さん、{ $third }さんがいます
others-here-more = { $first }さん、{ $second }さん、ほか{ $count }人がいます
others-came-one = { $first }さんが来ました
others-came-two = { $first }さんと{ $second }さんが来ました
others-came-three = { $first }さん、{ $second }さん、{ $third }さんが来ました
others-came-more = { $first }さん、{ $second }さん、ほか{ $count }人が来ました
others-writing-one = { $first }さんが入力中…
others-writing-two = { $first }さんと{ $second }さんが入力中…
others-writing-three = { $first }さん、{ $second }さん、{ $third }さんが入力中…
others-writing-more = { $first }さん、{ $second }さん、ほか{ $count }人が入力中…

## Chat list

sidebar-chats = チャット
sidebar-new-chat = 新しいチャット
sidebar-search = チャットを検索
sidebar-pinned = 固定
sidebar-today = 今日
sidebar-yesterday = 昨日
sidebar-earlier = それ以前
sidebar-untitled = 新しいチャット
sidebar-chat-actions = チャットの操作：{ $title }
sidebar-rename = 名前を変更
sidebar-pin = 固定
sidebar-unpin = 固定を解除
sidebar-move = フォルダーへ移動
sidebar-archive = アーカイブ
sidebar-unarchive = アーカイブから戻す
sidebar-delete = 削除
sidebar-cancel = キャンセル
sidebar-save = 保存
sidebar-undo = 元に戻す
sidebar-show-older = 古いチャットを表示
sidebar-loading = 読み込み中…
sidebar-try-again = もう一度試す
sidebar-none = まだチャットがありません。上から始めてください。
sidebar-none-found = 「{ $query }」を含むチャットはありません
sidebar-places-left = チャットの残り { $left } / { $places }
sidebar-select = チャットを選択
sidebar-choose = { $title } を選択
sidebar-choose-all = すべて選択
sidebar-chosen = { $count } 件を選択
sidebar-chosen-actions = 選択したチャット
sidebar-delete-one = このチャットを削除しますか？
sidebar-delete-one-text = 「{ $title }」は 30 日間ゴミ箱に入り、枠が 1 つ空きます。使ったトークンは帳簿に残ります。
sidebar-delete-many = { $count } 件のチャットを削除しますか？
sidebar-delete-many-text = 30 日間ゴミ箱に入り、枠が空きます。使ったトークンは帳簿に残ります。
sidebar-gone-already = すでに削除されています
sidebar-deleted = { $count ->
   *[other] { $count } 件のチャットを削除しました
}
sidebar-archived = { $count ->
   *[other] { $count } 件のチャットをアーカイブしました
}
sidebar-unarchived = { $count ->
   *[other] { $count } 件のチャットをアーカイブから戻しました
}
sidebar-restored = { $count ->
   *[other] { $count } 件のチャットを復元しました
}
sidebar-moved = { $count ->
   *[other] { $count } 件のチャットを移動しました
}
sidebar-taken-out = { $count ->
   *[other] { $count } 件のチャットをフォルダーから出しました
}
sidebar-unread = 未読

## Folders, archive, trash

sidebar-all-chats = すべてのチャット
sidebar-folders = フォルダー
sidebar-new-folder = 新しいフォルダー
sidebar-edit-folder = フォルダーを編集
sidebar-folder-actions = フォルダーの操作：{ $name }
sidebar-new-chat-here = このフォルダーで新しいチャット
sidebar-more-folders = フォルダーをさらに表示
sidebar-folder-text = このフォルダーの新しいチャットは、フォルダーのモデルとシステムプロンプトで始まります。
sidebar-folder-name = フォルダー名
sidebar-folder-model = モデル
sidebar-folder-model-usual = 通常のモデル
sidebar-folder-prompt = システムプロンプト
sidebar-folder-find = フォルダーを探すか作る
sidebar-folder-make = 新しいフォルダー「{ $name }」
sidebar-no-folder = フォルダーなし
sidebar-move-title = フォルダーへ移動
sidebar-move-one = 「{ $title }」のフォルダーを選んでください。
sidebar-move-many = { $count } 件のチャットのフォルダーを選んでください。
sidebar-delete-folder = このフォルダーを削除しますか？
sidebar-delete-folder-text = 「{ $title }」はなくなりますが、中のチャットは残ります。
sidebar-none-in-folder = 「{ $name }」にはまだチャットがありません
sidebar-archive-view = アーカイブ済み
sidebar-archive-text = アーカイブしたチャットは枠を取らず、読めますが続けられません。
sidebar-none-archived = アーカイブはありません
sidebar-trash = ゴミ箱
sidebar-shared = 共有されたチャット
sidebar-none-shared = まだ誰にも招待されていません
sidebar-is-shared = 共有
sidebar-owned-by = { $name } さん
sidebar-deleted-by = { $name } さんが削除
sidebar-trash-text = 削除したチャットは 30 日間ここに残ります。その後、本文は完全に消えますが、使った分は帳簿に残ります。
sidebar-none-deleted = ゴミ箱は空です
sidebar-empty-trash = ゴミ箱を空にする
sidebar-empty-trash-sure = ゴミ箱を空にしますか？
sidebar-empty-trash-text = これらのチャットの本文は完全に消えます。使ったトークンと金額は、タイトルなしで帳簿に残ります。
sidebar-restore = 復元
sidebar-restore-chat = { $title } を復元
sidebar-days-left = { $count ->
   *[other] 残り { $count } 日
}

## Search and palette

search-filters = 絞り込み：in:archive、in:trash、in:"フォルダー名"、model:名前、after:2026-11-01、before:2026-12
palette-title = 検索とコマンド
palette-hint = チャットを検索、またはコマンドを入力
palette-results = 結果
palette-recent = 最近のチャット
palette-chats = チャットとメッセージ
palette-commands = コマンド
palette-models = モデル
palette-pages = ページ
palette-slash = スラッシュコマンドとプロンプト
palette-none = 「{ $query }」という名前のものも、それを含むチャットもありません
palette-count = { $count ->
   *[other] { $count } 件
}
palette-theme = ライト／ダーク
palette-archive-chat = このチャットをアーカイブ
palette-admin = ダッシュボード
palette-people = ユーザー
palette-audit = 監査

## Shortcuts

shortcuts-title = ショートカット
shortcuts-text = 選ぶと別のキーを割り当てられます。このブラウザーに保存されます。
shortcuts-palette = 検索とコマンド
shortcuts-new-chat = 新しいチャット
shortcuts-search = チャット一覧を検索
shortcuts-composer = メッセージを書く
shortcuts-sidebar = サイドバーの表示と非表示
shortcuts-delete-chat = このチャットを削除
shortcuts-shortcuts = ショートカットを表示
shortcuts-send = メッセージを送信
shortcuts-line = メッセージ内で改行
shortcuts-stop = 返信を停止
shortcuts-commands = コマンドとプロンプト（空のメッセージで）
shortcuts-change = 「{ $name }」のキーを変更（現在 { $keys }）
shortcuts-press = キーを押してください…
shortcuts-reset = 通常のキーに戻す
shortcuts-done = 完了
shortcuts-taken = { $keys } はすでに「{ $name }」で使われています。別のキーにしてください。
shortcuts-of-browser = { $keys } はブラウザーが使います。別のキーにしてください。
shortcuts-of-page = { $keys } は入力や移動に必要です。Ctrl か Alt を加えてください。

## Commands and prompts

commands-title = コマンド
commands-found = { $count ->
   *[other] { $count } 件
}
slash-help = コマンドの一覧を表示します
slash-usage = トークン予算の残りを表示します
slash-image = 画像を描きます（トークンがかかります）
slash-model = このチャットのモデルを選びます
slash-title = このチャットに名前を付けます
slash-system = このチャットでモデルに最初に伝える内容を決めます
slash-export = このチャットをファイルで渡します
slash-takes-name = 名前
slash-takes-text = 文章
prompts-title = プロンプト
prompts-hint = 繰り返し使う文章。メッセージで / を入力し、名前で選びます。
prompts-none = まだプロンプトがありません。何度も書く文章を、{"{{"}言語{"}}"} のような空欄付きで保存しましょう。
prompts-new = 新しいプロンプト
prompts-edit = 編集
prompts-edit-title = プロンプトを編集
prompts-form-hint = {"{{"}言語{"}}"} のように二重の波かっこで囲んだものは、毎回尋ねられます。
prompts-name = 名前
prompts-name-hint = / の後に書くもの：文字、数字、「-」「_」。
prompts-description = 用途
prompts-text = 文章
prompts-everybody = ここの全員と共有する
prompts-who = 持ち主
prompts-mine = 自分
prompts-shared = 共有
prompts-delete = 削除
prompts-delete-one = { $name } を削除
prompts-delete-title = このプロンプトを削除しますか？
prompts-delete-text = /{ $name } は完全に消えます。
prompts-delete-text-shared = /{ $name } は全員から完全に消えます。
prompts-fill-title = /{ $name } に記入
prompts-use = プロンプトを使う

## Settings: files

files-title = ファイル
files-hint = あなたが送った、またはモデルがあなたのために描いた画像、文書、録音です。
files-used = { $limit } のうち { $used } を使用中
files-room = ファイルの容量
files-name = 名前
files-size = サイズ
files-added = 追加日
files-none = ファイルはまだありません。メッセージに添付すると、ここに並びます。
files-delete = 削除
files-delete-one = { $name } を削除
files-delete-title = このファイルを削除しますか？
files-delete-text = { $name } はこの一覧から完全に消えます。送信したチャットには、そのチャットが削除されるまで残ります。
files-deleted = { $name } を削除しました。

## Import

import-title = チャットのインポート
import-hint = ChatGPT、Claude、Open WebUI、LibreChat、HuggingFace chat-ui、または別の Tally からチャットを取り込めます。費用はかかりません。
import-choose = インポート
import-choose-hint = JSON または zip、{ $count } MiB まで。複数のファイルも一度に選べます。
import-sending = { $name } を送信中
import-reading = { $name } を確認中
import-saving = チャットを保存中：{ $done } / { $total }
import-done = { $count ->
   *[other] { $source } のチャット { $count } 件を取り込みました。
}
import-nothing-new = このファイルのチャットはすべて取り込み済みです。
import-archived = { $count ->
   *[other] うち { $count } 件はアーカイブにあります。一覧に空きが足りず、新しいチャット用に 1 枠残しています。
}
import-known = { $count ->
   *[other] { $count } 件は取り込み済みのため飛ばしました。
}
import-left-out = 省いたもの：
import-left-pictures = { $count ->
   *[other] 画像 { $count } 点
}
import-left-recordings = { $count ->
   *[other] 録音 { $count } 点
}
import-left-files = { $count ->
   *[other] ファイル { $count } 点
}
import-left-tools = { $count ->
   *[other] ツールの使用 { $count } 回
}
import-left-errors = { $count ->
   *[other] 失敗した返信 { $count } 件
}
import-left-empty-chats = { $count ->
   *[other] 空のチャット { $count } 件
}
import-left-cut-texts = { $count ->
   *[other] 非常に長い文章 { $count } 件の末尾
}
import-too-large = { $name } は { $count } MiB を超えています。zip の場合は展開して conversations.json を選んでください。
import-unreachable = ファイルが届きませんでした。接続を確認してもう一度お試しください。
import-stopped-at = 取り込みは { $name } で止まりました。
import-failed = インポートが中断され、何も取り込まれていません。もう一度お試しください。
import-open = チャットを表示
import-where = ファイルはどこで手に入りますか？
import-where-chatgpt = 設定、データ コントロール、データをエクスポート。zip へのリンクがメールで届きます。
import-where-claude = 設定、プライバシー、データのエクスポート。zip へのリンクがメールで届きます。
import-where-open-webui = 設定、データ管理、チャットをエクスポート。
import-where-librechat = チャットのメニューからエクスポート、JSON、分岐込み。チャットごとに 1 ファイル。
import-where-chat-ui = 設定のデータのエクスポート（サーバーが対応している場合）。
import-where-tally = チャットのメニューから書き出す、JSON。チャットごとに 1 ファイル。

## Usage

usage-title = 使用量
usage-subtitle = トークン予算とその使い道。
usage-period = この期間
usage-budget-said = { $limit } トークンのうち { $used } を使用、{ $reserved } を予約中
usage-used = 使用済み
usage-of-limit = / { $limit } トークン
usage-remaining = 残り
usage-tokens = トークン
usage-reserved = 予約中
usage-reserved-words = 生成中の返信のため
usage-lasts = 残りの見込み
usage-lasts-words = 直近 7 日間のペースの場合
usage-lasts-past-reset = 更新日まで足ります
usage-lasts-nothing = 残っていません
usage-lasts-under-a-day = 1 日未満
usage-lasts-days = { $count ->
   *[other] 約 { $count } 日
}
usage-resets = 更新日
usage-since = { $since } から
usage-spent = 予算を使い切りました。更新されると、また送信できます。
usage-nearly-spent = 予算の { $percent }% を使いました。更新まで残り { $remaining } トークンです。
usage-by-day = 日別
usage-by-day-words = 直近 30 日間のトークン
usage-by-day-said = 直近 30 日間の日ごとの使用トークン。数値は下の表にあります
usage-by-day-none = 直近 30 日間の使用はありません。
usage-by-day-table = 日別トークン
usage-day = 日
usage-by-model = モデル別
usage-last-days = 直近 30 日間のトークン
usage-by-model-none = 直近 30 日間に使ったモデルはありません。
usage-by-key = キー別
usage-by-key-none = 直近 30 日間に使ったキーはありません。
usage-browser = ブラウザー
usage-costly = 費用の大きいチャット
usage-costly-words = チャットを削除すると枠が空きます。使った分は帳簿に残ります。
usage-costly-none = まだ費用のかかったチャットはありません。
usage-chat = チャット
usage-exchanges = やり取り
usage-cost = 費用
usage-delete-chat = { $title } を削除
usage-delete-title = このチャットを削除しますか？
usage-delete-text = 「{ $title }」が一覧から消えます。使った分は帳簿に残ります。
usage-deleted = チャットを削除しました。使った分は帳簿に残ります。
usage-undo = 元に戻す
usage-ledger = 帳簿
usage-ledger-words = 予算のすべての変動を新しい順に示します。
usage-ledger-none = まだ記帳はありません。最初のメッセージから始まります。
usage-when = 日時
usage-what = 内容
usage-left-after = その後の残り
usage-key = キー
usage-new-chat = 新しいチャット
usage-deleted-chat = 削除されたチャット
usage-names-chat = 「{ $chat }」のタイトル
usage-dictation = 音声入力
usage-reading-aloud = 回答の読み上げ
# $name: of a chat or an organisation
usage-name-deleted = { $name }（削除済み）
usage-program = プログラム：{ $key }
usage-granted = 予算の付与
usage-lowered = 予算の減額
usage-held = 返信のために確保
usage-held-otherwise = 確保
usage-returned = 確保分の返却
usage-charged = 返信の精算
usage-charged-otherwise = 精算
usage-overrun = 運営者が負担した超過分

## Settings

settings-title = 設定
settings-profile = プロフィール
settings-profile-hint = あいさつと、管理者やチャットの参加者への表示に使います。
settings-email = メールアドレス
settings-name = 名前
settings-name-saved = 名前を保存しました。
settings-password = パスワード
settings-password-hint = 8 文字以上。変更すると、ほかのセッションはすべてログアウトします。
settings-current-password = 現在のパスワード
settings-new-password = 新しいパスワード
settings-change-password = パスワードを変更
settings-password-changed = パスワードを変更しました。ほかのセッションはすべてログアウトしました。
settings-sessions = セッション
settings-sessions-hint = 現在ログインしている場所です。心当たりのないものはログアウトしてください。
settings-place = 場所
settings-since = 開始
settings-this-session = このセッション
settings-sign-out = ログアウト
settings-sign-out-of = { $device }（{ $moment } から）をログアウト
settings-device = { $system } の { $browser }
settings-unknown-browser = 不明なブラウザー
settings-appearance = 外観
settings-appearance-hint = このブラウザーに保存されます。
settings-colours = 配色
settings-colours-system = システムに合わせる
settings-colours-light = ライト
settings-colours-dark = ダーク
settings-language = 言語
settings-language-hint = アカウントに保存され、どこでログインしても使われます。
settings-language-browser = ブラウザーに合わせる

## Settings: sign-ins, second factor, passkeys

settings-last-used = 最終使用
settings-by-password = パスワード
settings-by-code = パスワードとコード
settings-by-passkey = パスキー
settings-by-provider = ID プロバイダー
settings-by-link = リンク
settings-sign-out-others = ほかをすべてログアウト
settings-sign-out-others-title = ほかのすべての場所からログアウトしますか？
settings-sign-out-others-text = ほかのブラウザーとプログラムは、もう一度ログインする必要があります。ここではログインしたままです。
settings-others-ended = { $count ->
    [0] ほかにログインしている場所はありませんでした。
   *[other] ほかの { $count } 件のセッションをログアウトしました。
}
second-factor-title = 二要素認証
second-factor-hint = パスワードの後にスマートフォンのアプリのコードを求めます。パスワードだけを知った人は入れません。
second-factor-off = 認証アプリは設定されていません。
second-factor-on = オン
second-factor-since = { $moment } から。
second-factor-set-up = 認証アプリを設定
second-factor-set-up-text = まず本人であることを確かめます。
second-factor-new-codes = 新しいリカバリーコード
second-factor-new-codes-text = 以前のコードは使えなくなります。
second-factor-turn-off = オフにする
second-factor-turn-off-text = ログインにはパスワードだけが求められます。ほかのセッションはすべてログアウトされます。
second-factor-scan-title = アプリで読み取ってください
second-factor-scan-text = どの認証アプリでもかまいません。表示されたコードを入力してください。
second-factor-picture = 認証アプリ用の QR コード
second-factor-secret = または、このキーをアプリに入力してください。
second-factor-open-app = この端末のアプリで開く
second-factor-code-hint = アプリにいま表示されている 6 桁の数字です。
second-factor-confirm = 確認
second-factor-codes-title = リカバリーコード
second-factor-codes-text = アプリが手元にないとき、それぞれ一度だけ使えます。再び表示されないので、安全な場所に保管してください。
second-factor-download = ダウンロード
second-factor-kept = 保管しました
proof-password = 現在お使いのパスワード
proof-code = アプリのコードまたはリカバリーコード
proof-go-on = 続ける
passkeys-title = パスキー
passkeys-hint = 端末の指紋、顔、PIN で、パスワードもコードもなしにログインします。
passkeys-none = パスキーはまだありません。
passkeys-name = 名前
passkeys-added = 追加日時
passkeys-add = パスキーを追加
passkeys-add-text = 見分けるための名前を付けてください。次に端末が確認を求めます。
passkeys-call-it = パスキーの名前
passkeys-rename = 名前を変更
passkeys-rename-one = { $name } の名前を変更
passkeys-remove = 削除
passkeys-remove-one = { $name } を削除
passkeys-remove-text = もう誰も入れなくなり、ほかのセッションはすべてログアウトされます。端末からも削除してください。
passkeys-unsupported = このブラウザーはここではパスキーを作れません。https か、名前で開いたこのマシンのページが必要です。
passkeys-not-confirmed = 端末で確認されなかったため、何も追加されませんでした。
second-factor-codes-left = { $count ->
   *[other] リカバリーコードは残り { $count } 個です。
}

audit-password-change = パスワードを変更
audit-second-factor-enable = 認証アプリを設定
audit-second-factor-disable = 認証アプリを解除
audit-second-factor-reset = 二要素認証とパスキーを取り消し
audit-recovery-codes-create = リカバリーコードを再作成
audit-passkey-create = パスキーを追加
audit-passkey-delete = パスキーを削除
audit-sessions-end = ほかのセッションをすべてログアウト
audit-field-authenticator = 認証アプリ
audit-field-passkeys = パスキー
audit-field-sessions = セッション
audit-field-by = 方法

people-factor = 二要素認証をリセット
people-factor-title = 二要素認証をリセットしますか？
people-factor-text = { $email } の認証アプリ、リカバリーコード、パスキーを取り消し、すべてのセッションをログアウトします。パスワードはそのままです。端末をなくしたと分かっている人に行ってください。
people-factor-reset = { $email } の二要素認証をリセットしました。

## Mail

# $name: of the person; $link: an address
mail-password-link-subject = 新しいパスワードの設定
mail-password-link-text = { $name } さん

    あなたの Tally アカウントについて、新しいパスワードが求められました。次のリンクから設定してください。

    { $link }

    リンクは一度だけ、1 時間使えます。心当たりがなければ何もしないでください。パスワードはそのままです。
mail-password-changed-subject = パスワードが変更されました
# $site: an address
mail-password-changed-text = { $name } さん

    { $site } の Tally アカウントのパスワードが変更され、ほかのセッションはすべてログアウトされました。心当たりがなければ、すぐに新しいパスワードを設定し、管理者に知らせてください。
mail-second-factor-changed-subject = ログインの方法が変更されました
mail-second-factor-changed-text = { $name } さん

    { $site } の Tally アカウントで、認証アプリまたはパスキーが追加または削除されました。心当たりがなければ、設定でほかのセッションをすべてログアウトし、パスワードを変更して、管理者に知らせてください。

## API keys

keys-title = API キー
keys-hint = キーがあれば、プログラムやエディター、スクリプトからご自分の予算でモデルを使えます。
keys-new = 新しいキー
keys-places = キー { $count } / { $most } 個
keys-places-full = キー { $count } / { $most } 個（上限です。新しく作るには 1 つ取り消してください）
keys-name = 名前
keys-made = 作成日
keys-last-used = 最終使用
keys-used = 今月の使用量
keys-expires = 有効期限
keys-expired = 期限切れ
keys-edit = 編集
keys-revoke = 取り消す
keys-revoke-one = { $name } を取り消す
keys-none = まだキーがありません。モデルを使うプログラムごとに作ってください。費用はご自分の予算から、設定した上限まで支払われ、個別に取り消せます。
keys-only = { $models } のみ
keys-no-cap = 上限なし
keys-of-cap = / { $cap }
keys-name-hint = 使うプログラム。例：「CI」「ノートパソコンのエディター」
keys-cap = 上限
keys-cap-hint = 暦月（UTC）あたりのトークン数。ご自分の予算から使われます。空欄の場合は固有の上限なし。
keys-expires-hint = それ以降は拒否されます。
keys-expires-as-is = 現在のまま：{ $moment }
keys-in-days = { $count ->
   *[other] { $count } 日後
}
keys-in-a-year = 1 年後
keys-on-a-date = 日付を指定…
keys-last-day = 最終日
keys-models = モデル
keys-models-hint = 何も選ばない場合：プランのすべてのモデル。
keys-model-not-set-up = { $model }（未設定）
keys-model-gone = { $model }（提供終了）
keys-make = キーを作成
keys-edit-title = キーを編集
keys-new-hint = 表示されるのは作成時の一度だけです。
keys-edit-hint = 変更はすぐに有効です。キー自体は変わりません。
keys-saved = { $name } を保存しました
keys-revoke-title = このキーを取り消しますか？
keys-revoke-text = 「{ $name }」を使うすべてのプログラムは今後拒否され、受信中の返信は止まります。元に戻せません。使った分は帳簿に残ります。
keys-revoked = { $name } を取り消しました。使った分は帳簿に残ります。
keys-issued-title = 新しいキー
keys-issued-text = 「{ $name }」を今コピーしてください。再び表示されることはなく、誰も調べられません。なくした場合は取り消して作り直してください。
keys-issued-label = API キー
keys-issued-base = エディターやほかのアプリ用のベース URL
keys-issued-copy = { $what } をコピー
keys-issued-docs = すべての呼び出しと項目は API ドキュメントにあります。

## Admin: dashboard

admin-pages = 管理
admin-dashboard = ダッシュボード
admin-users = ユーザー
admin-audit = 監査
dashboard-subtitle = 誰が何を使い、いくらかかったか。
dashboard-live = リアルタイム。{ $time } 時点の数値です。
dashboard-csv = CSV をダウンロード
dashboard-filters = 絞り込み
dashboard-from = 開始日
dashboard-to = 終了日
dashboard-model = モデル
dashboard-all-models = すべてのモデル
dashboard-user = ユーザー
dashboard-user-example = メールアドレス
dashboard-apply = 適用
dashboard-usage = 使用量
dashboard-by-day = 日別・モデル別
dashboard-by-day-words = 精算トークン（UTC の日）
dashboard-by-day-said = 日別・モデル別の精算トークン。数値は下の表にあります
dashboard-by-day-table = 日別・モデル別トークン
dashboard-nothing = この期間の使用はありません。
dashboard-day = 日
dashboard-top-users = 使用量の多いユーザー
dashboard-no-users = 誰もトークンを使っていません。
dashboard-near-limit = 上限が近いユーザー
dashboard-nobody-near = 予算の { $share } を使った人はいません。
dashboard-group-by = まとめ方
dashboard-organisation = 組織
dashboard-key = API キー
dashboard-tokens = トークン
dashboard-billed = 請求トークン
dashboard-cost = 費用
dashboard-exchanges = やり取り
dashboard-errors = エラー
dashboard-no-exchange = 条件に合うやり取りはありません。
dashboard-more-rows = 最初の行だけを表示しています。CSV にはすべてあります。
dashboard-total = 合計
dashboard-other-models = その他のモデル
dashboard-today = 今日のトークン
dashboard-today-words = UTC の午前 0 時から
dashboard-month = 今月のトークン
dashboard-month-words = 予算から精算
dashboard-active = 利用中のユーザー
dashboard-active-words = この期間にやり取りがあった人
dashboard-error-rate = エラー率
dashboard-error-rate-words = 失敗または中断
dashboard-reply-cache = 返信キャッシュ
dashboard-reply-cache-words = の返信は無料でした
dashboard-first-text = 最初の文字までの時間
dashboard-first-text-words = 半数はこれより速く、20 件中 19 件は { $slow } 以内
dashboard-drift = 精算と請求の差
dashboard-drift-words = 精算 { $charged }、請求 { $billed }
range-no-day = アドレスに存在しない日付があります。上で日付を選んでください。
range-backwards = 開始日は終了日より後にできません。別の日を選んでください。
range-too-long = 10 年を超えています。期間を短くしてください。
range-unknown-group = そのまとめ方はありません。表の上から選んでください。
vendors = 提供元
vendors-words = キーのある提供元それぞれとごく短いやり取りをします。費用は誰にも請求されません。
vendors-check = 提供元を確認
vendors-busy = 問い合わせ中…
vendors-none = キーのある提供元がないため、シミュレーションのモデルが返信します。
vendors-vendor = 提供元
vendors-reached = 接続
vendors-models = 認識されたモデル
vendors-known-of = { $known } / { $all }
vendors-counted = 計数 / 請求
vendors-cost = 費用
vendors-first-text = 最初の文字
vendors-trouble = 問題
vendors-yes = はい
vendors-no = いいえ

## Admin: people and organisations

people-subtitle = 予算、プラン、役割、組織。
people-everybody = 全員
people-words = 上限は暦月（UTC）あたりのトークン数です。すべての変更が監査に残ります。
people-search = ユーザーを検索
people-search-example = メールまたは名前で検索
people-nobody = 該当する人はいません。
people-user = ユーザー
people-used = 使用済み
people-limit = 上限
people-tier = プラン
people-role = 役割
people-last-seen = 最終利用
people-type = 種別
people-admin = 管理者
people-is-user = ユーザー
people-individual = 個人
people-business = 法人
people-verified-type = { $type }（確認済み）
people-deactivated = 停止中
people-edit = 編集
people-reset = 使用量をリセット
people-keys = API キー
people-link = パスワード用リンク
people-reserved = { $count } 予約中
people-next-limit = 次の期間から { $count }
people-range = { $all } 件中 { $first }～{ $last }
people-range-open = { $all } 件超のうち { $first }～{ $last }
people-edit-title = ユーザーを編集
people-token-limit = トークン上限
people-token-limit-hint = 暦月（UTC）あたりのトークン数。すでに使った分も含みます。
people-active = 有効
people-verified = 確認済み
people-saved = { $email } を保存しました
people-reset-title = 使用量をリセットしますか？
people-reset-text = { $email } は今から上限いっぱいまで使えます。使った分は帳簿に残ります。
people-fresh = { $email } の新しい期間が始まりました
people-new = 新しいユーザー
people-new-words = 本人に送るリンクが発行され、本人がそれでパスワードを決めます。
people-email = メールアドレス
people-name = 名前
people-make = アカウントを作成
people-link-title = パスワード設定用リンク
people-link-text = { $email } 宛て。{ $until } まで一度だけ使え、今だけ表示されます。以前のリンクは無効です。
people-keys-title = { $email } の API キー
people-keys-words = 今の暦月の使用量です。取り消しは監査に残ります。
people-keys-none = キーはありません。取り消されたものは表示されません。
people-revoke-text = { $email } の「{ $name }」を使うすべてのプログラムは今後拒否され、受信中の返信は止まります。元に戻せません。使った分は帳簿に残ります。
people-revoked = { $email } の { $name } を取り消しました
orgs = 組織
orgs-words = 同じ組織の人は、互いをチャットに招待でき、保存された返信とレポートの行を共有します。
orgs-none = まだありません。
orgs-new = 新しい組織
orgs-new-example = 新しい組織の名前
orgs-add = 追加
orgs-name = 名前
orgs-people = 人数
orgs-organisation = 組織
orgs-no-organisation = 組織なし
orgs-rename = 名前を変更
orgs-rename-title = 組織の名前を変更
orgs-rename-text = 「{ $name }」の所属者とレポートの行はそのままです。
orgs-name-of = 組織の名前
orgs-delete-title = この組織を削除しますか？
orgs-delete-text = 「{ $name }」の所属者は、組織なしで残ります。使った分は帳簿に残ります。
orgs-deleted = { $name } を削除しました。所属者は残ります

## Admin: audit

audit-subtitle = 誰が何をどうしたか。ここでは何も変更できません。
audit-changes = 変更
audit-newest-first = 新しい順。
audit-none = まだ変更はありません。
audit-when = 日時
audit-who = 操作した人
audit-through = 経路
audit-what = 操作
audit-whom = 対象
audit-change = 変更内容
audit-operator = 運営者
audit-user-update = アカウントを変更
audit-user-create = アカウントを作成
audit-password-link-create = パスワード用リンクを作成
audit-password-set = リンクからパスワードを設定
audit-usage-reset = 使用量をリセット
audit-org-create = 組織を作成
audit-org-update = 組織の名前を変更
audit-org-delete = 組織を削除
audit-token-cache-empty = トークンのキャッシュを空に
audit-key-create = API キーを作成
audit-key-update = API キーを変更
audit-key-revoke = API キーを取り消し
audit-chat-archive = チャットをアーカイブ
audit-chat-unarchive = チャットをアーカイブから戻す
audit-user-promote = 管理者の役割を付与
audit-chat-delete = チャットを削除
audit-chat-restore = チャットを復元
audit-prompt-create = プロンプトを共有
audit-prompt-update = 共有プロンプトを変更
audit-prompt-delete = 共有プロンプトを削除
audit-chat-import = チャットをインポート
audit-trash-empty = ゴミ箱を空に
audit-member-invite = チャットに招待
audit-member-update = チャットのメンバーの権限を変更
audit-member-remove = チャットからメンバーを外す
audit-member-leave = チャットから退出
audit-field-token-limit = 月の上限
audit-field-token-limit-this-period = この期間の上限
audit-field-tier = プラン
audit-field-role = 役割
audit-field-is-active = 有効
audit-field-email = メール
audit-field-name = 名前
audit-field-org-id = 組織
audit-field-user-type = 種別
audit-field-email-verified = メール確認済み
audit-field-expires-at = 有効期限
audit-field-models = モデル
audit-field-user-id = 所有者
audit-field-user-ids = 所属者
audit-field-entries = 保存された計数
audit-field-description = 用途
audit-field-characters = 文字数
audit-field-shared = 全員向け
audit-field-source = 取り込み元
audit-field-chats = チャット
audit-field-is-let-in = 参加
audit-field-total-tokens-used = 使用トークン
audit-by-browser = ブラウザー
audit-by-api = API
audit-by-key = API キー
audit-by-cli = コマンドライン
audit-yes = はい
audit-no = いいえ
audit-changed = { $field }：{ $before } → { $after }

## Admin: feedback

admin-feedback = 評価
feedback-subtitle = 返信についての声。
feedback-models = モデル
feedback-models-hint = すべてのチャットで現在「良い」「良くない」が付いている返信。
feedback-model = モデル
feedback-likes = 良い
feedback-dislikes = 良くない
feedback-liked = 好評率
feedback-nothing = まだ誰も返信を評価していません。
feedback-said = 良くなかった理由
feedback-said-hint = 新しい順。チャットの内容は表示されず、ここに書かれたことだけが見えます。
feedback-nothing-said = まだ理由は寄せられていません。
feedback-when = 日時
feedback-who = 誰
feedback-why = 理由
feedback-own-words = 本人の言葉

## Installed app and offline

offline-title = Tally に接続できません
offline-text = オフラインか、サーバーが動いていない可能性があります。チャットはサーバーに安全に保管され、送信した内容は失われません。
offline-retry = もう一度試す

## What commands answer

command-command = コマンド
command-does = 内容
command-does-help = この一覧を表示します
command-does-usage = トークン予算の残りを表示します
command-does-image = 書いたものを絵に描きます（トークンがかかります）
command-does-model = このチャットのモデルを選びます
command-does-title = このチャットに名前を付けます
command-does-system = このチャットでモデルに最初に伝える内容を決めます。単独の場合は通常に戻します
command-does-export = このチャットをファイルで渡します
command-takes-name = 名前
command-takes-text = 文章
command-cost-nothing = `/image` を除き、コマンドにトークンはかかりません。
command-your-prompts = ご自分のプロンプト：{ $names }
command-is-prompt = `/{ $name }` はプロンプトです。使うには次の文章を送信してください。
command-unknown = そのコマンドはありません。使えるのは次のとおりです。
command-usage = { $limit } トークンのうち **{ $used }** を使いました（{ $percent }）。残りは **{ $left }** です。予算は { $day } に更新されます。
command-model-chosen = このチャットの相手は **{ $model }** になりました。
command-model-choices = このチャットの相手は `{ $model }` です。選べるモデル：{ $models }
command-image-empty = 描くものをコマンドの後に書いてください：`/image 雪の中のキツネ`
command-title-empty = コマンドの後に名前を書いてください：`/title 休暇`
command-title-temporary = 一時チャットに名前はありません。
command-title-set = チャットの名前を変更しました。
command-system-set = 今後このチャットでは、これを最初にモデルに伝えます。
command-system-usual = 今後は通常の内容を最初にモデルに伝えます。
command-export = このチャットを保存：{ $links }

## Members of chats
members-button = メンバー
members-title = このチャットのメンバー
members-text = メッセージを送った人が返答の費用を負担します。
members-text-owner = メンバーは最初から全部を見られます。メッセージを送った人が返答の費用を負担します。
members-owner = 所有者
members-editor = 書き込み可
members-viewer = 閲覧のみ
members-you = { $name }(あなた)
members-email = メール
members-role = 権限
members-role-of = { $name } さんの権限
members-invite = 招待
members-invite-hint = 参加できるのは同じ組織にアカウントがある人だけで、すぐに参加します。メールは送られません。
members-invited = { $email } を招待しました
members-changed = { $name }: { $role }
members-remove = { $name } さんを外す
members-removed = { $name } さんを外しました
members-leave = チャットから退出
members-leave-sure = 退出するとこのチャットは見られなくなり、所有者だけが再び招待できます。退出するにはもう一度押してください。
members-came = { $name } さんが参加しました
members-left = { $name } さんが退出しました
members-taken-out = { $name } さんが外されました
members-only-read = このチャットは閲覧できます。書き込むには所有者に頼んでください。
members-only-read-archived = 所有者がこのチャットをアーカイブしました。閲覧は引き続きできます。

## Errors: said in English by the server, looked up by their words; ids begin with `error-`

error-something = 問題が起きました
error-ours = こちら側で問題が起きました
error-unavailable = 現在サービスを利用できません。少し待ってからもう一度お試しください
error-database-away = データベースが応答しません。少し待ってからもう一度お試しください
error-redis-away = Redis が応答しません。少し待ってからもう一度お試しください
error-restarting = サーバーを再起動しています。少し待ってからもう一度お試しください
error-restarted = サーバーが再起動されました。届いた分は保存されています
error-stream-failed = こちら側の問題で返信が途切れました。届いた分は保存されています
error-malformed = リクエストの形式が正しくありません
error-too-large = リクエストが 64 KiB を超えています
error-not-in-time = リクエストが時間内に届きませんでした
error-method = この方法はここでは使えません
error-other-site = このリクエストはほかのサイトから送られました
error-idempotency = この Idempotency-Key は別のリクエストで使われました
error-sign-in-first = 先にログインしてください
error-wrong-credentials = メールアドレスまたはパスワードが違います
error-wrong-password = 現在のパスワードが違います
error-code-needed = 認証アプリのコード、またはリカバリーコードを入力してください
error-code-wrong = コードが違うか、すでに使われています。次のコードを待ってください
error-code-wrong-clock = コードが違います。端末の時計を確認してください
error-app-is-there = 認証アプリはすでに設定されています。先に解除してください
error-app-is-not-there = 認証アプリは設定されていません
error-prove-again = 本人であることを確かめるため、一度ログアウトしてログインし直してください
error-admins-second-factor = ここでは管理者は二要素認証またはパスキーでログインします。設定で登録してください
error-ticket = 時間がかかりすぎたか、すでに完了しています。もう一度始めてください
error-passkeys-full = アカウントが持てるパスキーは { $count } 件までです。先に一つ削除してください
error-passkey-of-others = このパスキーはほかの人が求めたものです
error-passkey-refused = このパスキーを確認できませんでした。もう一度試すか、別の方法でログインしてください
error-passkey-is-there = このパスキーはすでに登録されています
error-passkey-gone = このパスキーはありません
error-passkey-unknown = このパスキーはここでは知られていません。削除された可能性があります
error-passkeys-for-pages = パスキーはページ用です
error-only-way-in = アカウントに入る唯一の方法です。先にパスワードを設定してください
error-no-mail = このサーバーはメールを送りません。管理者にリンクを求めてください
error-password-worst = このパスワードは最初に推測されるものの一つです。別のものにしてください
error-account-off = このアカウントは停止されています。管理者にお尋ねください
error-registration-closed = 新規登録は受け付けていません。管理者にアカウントをお求めください
error-email-taken = このメールアドレス、または見た目が同じアドレスのアカウントがすでにあります
error-email = このメールアドレスは使えません：{ $why }
error-name-length = 名前は 1～{ $count } 文字にしてください
error-language = 言語は { $languages } のいずれかにしてください
error-password-short = パスワードは { $count } 文字以上にしてください
error-password-long = パスワードは { $count } 文字以内にしてください
error-password-signs = パスワードに NUL や不完全な文字は使えません
error-password-link = このリンクは使用済み、差し替え済み、または期限切れです。新しいものをお求めください
error-too-many-requests = リクエストが多すぎます。少しお待ちください
error-too-many-requests-seconds = リクエストが多すぎます。{ $seconds } 秒後にもう一度お試しください
error-too-many-requests-minute = リクエストが多すぎます。1 分後にもう一度お試しください
error-too-many-requests-minutes = リクエストが多すぎます。{ $minutes } 分後にもう一度お試しください
error-too-many-sign-ins-seconds = ログインの失敗が多すぎます。{ $seconds } 秒後にもう一度お試しください
error-too-many-sign-ins-minute = ログインの失敗が多すぎます。1 分後にもう一度お試しください
error-too-many-sign-ins-minutes = ログインの失敗が多すぎます。{ $minutes } 分後にもう一度お試しください
error-too-many-guesses-seconds = 間違いが多すぎます。{ $seconds } 秒後にもう一度お試しください
error-too-many-guesses-minute = 間違いが多すぎます。1 分後にもう一度お試しください
error-too-many-guesses-minutes = 間違いが多すぎます。{ $minutes } 分後にもう一度お試しください
error-too-many-links-seconds = リンクの要求が多すぎます。{ $seconds } 秒後にもう一度お試しください
error-too-many-links-minute = リンクの要求が多すぎます。1 分後にもう一度お試しください
error-too-many-links-minutes = リンクの要求が多すぎます。{ $minutes } 分後にもう一度お試しください
error-session-too-often-seconds = このセッションへの問い合わせが多すぎます。{ $seconds } 秒後にもう一度お試しください
error-session-too-often-minute = このセッションへの問い合わせが多すぎます。1 分後にもう一度お試しください
error-session-too-often-minutes = このセッションへの問い合わせが多すぎます。{ $minutes } 分後にもう一度お試しください
error-forbidden = この操作はできません
error-needs-person = ログインした人だけができます。API キーではできません
error-needs-admin = 管理者専用です
error-other-organisation = この組織に所属していません
error-nothing-here = ここには何もありません
error-cursor = `cursor` はこの一覧のものではありません
error-chat-gone = このチャットは存在しないか、削除されたか、あなたがもう参加していません
error-chat-id = チャット ID の形式が正しくありません
error-chat-of-somebody = このチャットはほかの人のものです
error-chat-archived = このチャットはアーカイブ済みです。先に戻してください
error-chat-limit = チャットの空きがありません。先に 1 つ削除するかアーカイブしてください
error-chat-limit-one = チャットが { $used } 件あり、プランの上限は { $limit } 件です。先に 1 つ削除するかアーカイブしてください
error-chat-limit-some = チャットが { $used } 件あり、プランの上限は { $limit } 件です。先にいくつか削除するかアーカイブしてください
error-chat-moved-on = このチャットは別の場所で進みました。再読み込みして送信し直してください
error-chat-deleted-by = { $name } さんがこのチャットを削除しました
error-chat-rename-owner = このチャットの名前を変えられるのは所有者だけです
error-chat-set-up-owner = このチャットのモデルと設定を選べるのは所有者だけです
error-chat-archive-owner = このチャットをアーカイブできるのは所有者だけです
error-chat-delete-owner = このチャットを削除・復元できるのは所有者だけです
error-chat-invite-owner = このチャットのメンバーを決められるのは所有者だけです
error-chat-take-out-owner = このチャットからほかの人を外せるのは所有者だけです
error-chat-share-owner = このチャットをリンクで共有できるのは所有者だけです
error-chat-costs-owner = ここで各メンバーが使った量を見られるのは所有者だけです
error-chat-read-only-member = このチャットは閲覧できますが、書き込みはできません
error-member-gone = この人はこのチャットにいません
error-member-self = あなたはすでにこのチャットにいます。所有者はあなたです
error-member-owner-stays = チャットの所有者は変わりません
error-member-owner-leaves = これはあなたのチャットです。削除するか、ほかの人を外してください
error-member-temporary = 一時チャットはあなた専用です
error-member-no-room = このチャットにはこれ以上参加できません
error-member-room = チャットに参加できるのは所有者のほかに { $most } 人までです
error-edit-own-only = 編集できるのは自分が書いたものだけです
error-title-empty = タイトルが空です
error-title-long = タイトルは { $count } 文字以内です
error-system-prompt-long = システムプロンプトは { $count } 文字以内です
error-folder-gone = このフォルダーはありません
error-folder-name = フォルダー名は 1～{ $count } 文字です
error-message-gone = このメッセージはありません
error-message-length = メッセージは 1～{ $count } 文字にしてください
error-message-not-yours = 編集できるのは自分のメッセージだけです
error-command-again = コマンドはモデルとの会話に含まれません。新しく送信してください
error-reply-only = 書き直せるのは返信だけです
error-reaction-only = 評価できるのは返信だけです
error-reason-long = 理由は { $count } 文字以内です
error-reason-dislike = 理由は「良くない」のときだけ書けます
error-reply-running = このチャットではまだ返信を書いています。停止するかお待ちください
error-prompt-empty = 返信すべきメッセージがありません
error-prompt-long = 入力がモデルの上限を超えています
error-session-gone = このセッションはありません
error-session-expired = このセッションは期限切れです。新しく始めてください
error-session-of-somebody = このセッションはほかの人のものです
error-asked-before = この Idempotency-Key は 24 時間以内に使われました。返答は保存されていないため、もう一度渡せません
error-idempotency-length = Idempotency-Key は 1～{ $count } 文字です
error-budget-used = トークン予算を使い切りました
error-budget-message-reply = このメッセージには最大 { $tokens } トークン、返信に少なくとも { $reply } が必要ですが、予算の残りは { $left } です
error-budget-message = このメッセージには最大 { $tokens } トークンが必要ですが、予算の残りは { $left } です
error-budget-message-reply-key = このメッセージには最大 { $tokens } トークン、返信に少なくとも { $reply } が必要ですが、このキーの予算の残りは { $left } です
error-budget-message-key = このメッセージには最大 { $tokens } トークンが必要ですが、このキーの予算の残りは { $left } です
error-budget-message-reply-organisation = このメッセージには最大 { $tokens } トークン、返信に少なくとも { $reply } が必要ですが、組織の予算の残りは { $left } です
error-budget-message-organisation = このメッセージには最大 { $tokens } トークンが必要ですが、組織の予算の残りは { $left } です
error-budget-less-organisation = 組織の予算の残りは { $tokens } トークン未満です
error-budget-less = 予算の残りは { $tokens } トークン未満です
error-budget-less-key = このキーの予算の残りは { $tokens } トークン未満です
error-model-unknown = 「{ $model }」というモデルはありません
error-model-embeds = { $model } は埋め込み用で、チャットには使えません
error-model-chats = { $model } はチャット用で、埋め込みには使えません
error-model-plan = このモデルはご利用のプランに含まれません
error-model-other-plan = { $model } は { $plan } プランに含まれません。別のモデルを選んでください
error-model-no-plan = { $model } は { $plan } プランに含まれません
error-model-not-set-up = このモデルはこのサーバーで設定されていません。別のモデルを選んでください
error-model-not-for-key = この API キーは { $model } 用ではなく、{ $others } 用です
error-parameters = パラメーター：{ $name }：{ $why }
error-provider = モデルの提供元で問題が起きました
error-provider-busy = モデルの提供元が混み合っています。少しお待ちください
error-provider-overloaded = モデルの提供元が過負荷です。少し待つか、別のモデルを選んでください
error-provider-quota = モデルの提供元でのこのサーバーの利用枠がなくなりました。別のモデルを選ぶか、管理者にプランと請求の確認をご依頼ください
error-provider-key = モデルの提供元がこのサーバーのキーを拒否しました。管理者が確認する必要があります
error-provider-model = 提供元がこのモデルを認識しないか、アドレスが違います。別のモデルを選ぶか、管理者にカタログの確認をご依頼ください
error-provider-window = この会話はモデルの上限を超えています。メッセージを短くするか、新しいチャットを始めるか、上限の大きいモデルを選んでください
error-provider-size = リクエストが提供元の上限を超えています。メッセージを短くするか、新しいチャットを始めてください
error-provider-file = モデルの提供元がこの会話のファイルを読めませんでした。壊れているか、保護されているか、対応していない種類かもしれません。ファイルを外すか、別のモデルを選んでください
error-provider-file-size = この会話のファイルがモデルの提供元の受け付ける大きさを超えているか、数が多すぎます。数を減らすか小さくするか、別のモデルを選んでください
error-provider-parameter = 送信したパラメーターの 1 つをモデルが受け付けません。別のモデルを選ぶか、管理者にカタログの上限の確認をご依頼ください
error-provider-silent = モデルの提供元が時間内に応答しませんでした
error-picture-goes-on = 画像の続きは描けません。新しい画像を頼んでください
error-provider-no-picture = モデルが画像を描かずに終わりました。もう一度試すか、別のモデルを選んでください
error-provider-bad-picture = モデルから届いた画像を読み取れません
error-provider-cut = モデルの提供元が返信を途中で切りました
error-provider-rejected = モデルの提供元がリクエストを拒否しました。状態とコードは管理者がログで確認できます
error-provider-declined = 安全上の理由でモデルが回答を控えました。別の言い方をお試しください
error-no-answer = モデルが回答せずに終わりました。もう一度試すか、別のモデルを選んでください
error-no-answer-in-time = モデルが最長の返信を使い切っても回答しませんでした。もう一度試すか、別のモデルを選んでください
error-key-revoked = この API キーは取り消されました。新しく作ってください
error-key-unknown = この API キーは登録されていません。全体をコピーしたか確認してください
error-key-owner-off = この API キーの持ち主は停止されています。管理者にお尋ねください
error-key-expired = この API キーは { $moment } UTC に期限切れになりました。新しく作ってください
error-key-gone = この API キーはありません
error-key-limit = API キーが上限に達しています。先に 1 つ取り消してください
error-key-limit-count = API キーが上限の { $count } 個あります。先に 1 つ取り消してください
error-cap-between = 上限は 0～{ $most } トークンです
error-cap-used = このキーは今月 { $tokens } トークンを使用または予約しています。上限をそれより低くはできません
error-cap-whole = 上限は 50,000 のような整数のトークン数です
error-expiry-past = `expires_at` は未来の日時にしてください
error-expiry-year = `expires_at` は表せない年です
error-expiry-choose = 使える最終日を選んでください
error-expiry-over = まだ終わっていない日を選んでください
error-key-models = `models` にモデルがありません。省略するか null を送ると、すべてになります
error-user-gone = このユーザーはいません
error-user-unknown = そのユーザーはいません
error-organisation-gone = この組織はありません
error-organisation-unknown = その組織はありません
error-organisation-id = `org_id`：その組織はありません
error-column-unknown = その列はありません
error-choose-offered = 選択肢から選んでください
error-limit-between = トークン上限は 0～{ $most } です
error-limit-whole = トークン上限は整数です
error-last-admin = 有効な最後の管理者です。先にほかの人を管理者にしてください
error-email-unknown = メールアドレス { $email } のアカウントはありません
error-range-order = `from` は `to` より後にできません
error-range-long = レポートは最長 10 年です
error-range-years = `{ $field }` は 2000～2999 年にしてください
error-range-date = `{ $field }` は 2026-01-31 のような日付にしてください
error-group-by = `group_by` は day、user、model、org、key のいずれかです
error-import-running = 別のファイルをインポートしています。終わるまでお待ちください
error-import-no-json = { $place }：チャットの書き出しは JSON ですが、これは違います
error-import-json = { $place }：正しい JSON ではありません
error-import-deep = { $place }：入れ子が深すぎます
error-import-goes-on = { $place }：終わりの後に続きがあり、JSON ではありません
error-import-cut = { $place }：途中で終わっています
error-import-utf8 = { $place }：UTF-8 で書かれていません
error-import-large = { $place }：{ $count } MiB を超えています
error-import-unpacked = 展開すると、ここで読める大きさを超えます
error-import-built = { $place } の構造が正しくありません：{ $what }
error-import-other-app = { $place }：その前とは別のアプリのものです
error-import-unknown = ChatGPT、Claude、Open WebUI、LibreChat、HuggingFace chat-ui、Tally の、ここで読める書き出しではありません
error-import-no-chat = このファイルにチャットはありません
error-import-zip-broken = zip が壊れています。もう一度ダウンロードしてください
error-import-zip-locked = zip がパスワードで保護されているか、対応していない方式です。展開して中の JSON を選んでください
error-import-zip-in-zip = zip の中に zip があります。展開して中のものを選んでください
error-import-zip-empty = この zip に conversations.json もほかの JSON もありません
error-import-zip-many = zip のファイルが多すぎます。conversations.json を取り出してください
error-import-gone = そのインポートはありません
error-import-given-up = インポートは取りやめられました
error-import-broken-off = インポートが中断され、何も取り込まれていません。もう一度お試しください
error-import-file-cut = ファイルが途中で切れました
error-import-file-large = ファイルが { $count } MiB を超えています
error-import-one-file = ファイルを 1 つだけ送ってください
error-import-no-file = フォームにファイルがありません
error-import-format = このファイルは、ここで読めるチャットの書き出しではありません
error-model-lacks-input = このモデルはこの種類のファイルを受け付けません。ほかのモデルを選んでください
error-model-lacks-file = { $model } は { $name } を受け付けません。次のいずれかを選んでください: { $others }
error-no-model-takes = { $model } は { $name } を受け付けません。取り除いてください
error-files-together = { $model } が一度に受け付けるのは { $count } MiB までです。ファイルを減らしてください
error-file-of-message-gone = このメッセージのファイルがなくなっています。取り除いて送り直してください
error-command-files = コマンドにファイルは付けられません。取り除くか、別の内容を入力してください
error-again-files = もう一度回答するメッセージのファイルはそのまま残ります
error-recording-long = 録音は{ $count }分までです
error-recording-none = これは録音ではありません。聞き取れるのはWAV、MP3、OGG、FLAC、WebMです
error-recording-kind = { $model }はこの種類の録音に対応していません。WAVかMP3を送ってください
error-no-transcriber = このサーバーには録音を文字にするモデルが設定されていません
error-no-reader = このサーバーには読み上げるモデルが設定されていません
error-nothing-to-read = この回答には読み上げるものがありません
error-only-replies-read = 読み上げられるのは回答だけです
error-reply-unfinished = この回答はまだ書かれている途中です。終わるまでお待ちください
error-cut-off = こちらの不具合で中断しました。もう一度お試しください
error-language-heard = `language`: de、en、pt-BRのように指定してください
error-storage-full = ファイル用の容量がいっぱいです。先にいくつか削除してください
error-file-gone = このファイルは存在しないか、削除されました
error-file-large = ファイルが大きすぎます
error-file-kind = この種類のファイルはここでは使えません
error-file-empty = ファイルが空です
error-file-pictures = 画像は PNG、JPEG、WebP、GIF だけ使えます
error-file-recordings = 録音は WAV、MP3、OGG、FLAC、WebM だけ使えます
error-file-film = 動画はここでは使えません
error-file-old-office = 古い Office のファイルか、パスワードで保護されたファイルです。パスワードなしで docx、xlsx、pptx として保存してください
error-file-pdf-locked = この PDF はパスワードで保護されています。パスワードなしで保存してください
error-file-pdf-locked-otherwise = この PDF は、ここでは対応していない方法で保護されています
error-file-pdf-broken = この PDF は壊れています
error-file-pdf-no-pages = この PDF にはページがありません
error-file-pdf-pages = この PDF は { $count } ページを超えています
error-file-pdf-large = この PDF には、ここで読める量を超える内容があります
error-file-office-broken = この Office ファイルは壊れています
error-file-office-locked = この Office ファイルはパスワードで保護されています。パスワードなしで保存してください
error-file-zip = zip はここでは使えません。中のファイルを送ってください
error-file-office-others = Office ファイルは docx、xlsx、pptx だけ使えます
error-file-office-large = この Office ファイルには、ここで読める量を超える内容があります
error-file-recording-cut = この録音は途中で切れています
error-file-recording-silent = この録音には音が入っていません
error-file-recording-broken = この録音は壊れています
error-file-slow = このファイルの読み取りには、時間かメモリが足りません
error-file-broken = このファイルは壊れています
error-file-took-long = ファイルの保存に時間がかかりすぎました。もう一度送ってください
error-file-no-small-picture = このファイルには縮小画像がありません
error-files-away = ファイルの保管場所が応答しません。少し待ってからもう一度お試しください
error-files-disk = サーバーのディスクに今は書き込めません。しばらくしてからもう一度お試しください
error-files-full = ファイルは { $limit } MiB のうち { $used } MiB を使っていて、これを置く空きがありません。先にいくつか削除してください
error-files-many = 1 件のメッセージに付けられるファイルは { $count } 個までです
error-files-twice = 同じファイルを 1 件のメッセージに 2 回は付けられません
error-picture-broken = 画像が壊れているか、途中で切れています。もう一度送ってください
error-picture-pixels = 画像が { $count } 百万ピクセルを超えています
error-prompt-name-taken = 同じ名前のプロンプトがすでにあります
error-prompt-gone = そのプロンプトはありません
error-prompt-name = プロンプトの名前は 1～{ $count } 文字の文字、数字、「-」「_」です
error-prompt-command = /{ $name } はアプリのコマンドです。別の名前にしてください
error-prompt-length = プロンプトは 1～{ $count } 文字です
error-prompt-description = 説明は { $count } 文字以内です
error-prompts-full = プロンプトが { $count } 件あります。先に 1 つ削除してください
error-prompt-called = /{ $name } というプロンプトはすでにあります
error-compare-budget = { $count } つのモデルに同時に尋ねるには少なくとも { $tokens } トークンが必要ですが、予算の残りは { $left } です
error-compare-budget-key = { $count } つのモデルに同時に尋ねるには少なくとも { $tokens } トークンが必要ですが、このキーの予算の残りは { $left } です
error-compare-budget-organisation = { $count } つのモデルに同時に尋ねるには少なくとも { $tokens } トークンが必要ですが、組織の予算の残りは { $left } です
error-continue-model = 続けられるのはモデルの返信だけです
error-continue-whole = この返信は完結しているか、まだ文章がありません。続けるものがありません
error-continue-long = この返信は長すぎて、{ $model } では続けられません
error-compare-same = 比べるには異なる 2 つのモデルを選んでください
error-compare-command = コマンドにはアプリ自身が答えるため、比べるものがありません
error-temporary-chat = 一時チャットには名前も一覧の場所もありません

## Links to chats

audit-share-create = チャットへのリンクを作成
audit-share-update = チャットへのリンクを変更
audit-share-revoke = チャットへのリンクを取り消し
audit-field-include-costs = 費用を含む
audit-field-include-names = 名前を含む
header-share = 共有
share-title = このチャットをリンクで共有
share-text-public = リンクを知っている人は、今の時点のチャットを読めます。このあとの発言は、更新するまで表示されません。
share-text-organisation = リンクを知っていてログイン済みの同じ組織の人は、今の時点のチャットを読めます。このあとの発言は、更新するまで表示されません。
share-link = リンク
share-copy = リンクをコピー
share-as-of = { $moment } 時点
share-ends = { $moment } に終了
share-over = { $moment } に終了済み
share-with-costs = 費用あり
share-with-names = 名前あり
share-update = 更新
share-update-hint = 今の時点のチャットを表示する
share-revoke = 取り消す
share-another = 別のリンク
share-names = 自分だけでなく、書いた人全員の名前を表示する
share-costs = 返答ごとの費用を表示する
share-life = 終了
share-life-open = 取り消したとき
share-make = リンクを作成
share-made = リンクを作成しました
share-updated = リンクは今の時点のチャットを表示します
share-revoked = リンクには何も表示されなくなりました
links-title = 共有リンク
links-hint-public = リンクを知っている人に、ある時点のチャットを見せるページです。
links-hint-organisation = リンクを知っている同じ組織の人に、ある時点のチャットを見せるページです。
links-none = リンクで共有しているチャットはありません。チャットのメニューから共有できます。
links-chat = チャット
links-views = 閲覧数
links-as-of = 時点
links-ends = 終了
links-over = 終了済み
links-deleted = { $title }（ゴミ箱）
links-update-one = 「{ $title }」のリンクを更新
links-revoke-one = 「{ $title }」のリンクを取り消す
links-revoke-title = このリンクを取り消しますか？
links-revoke-text = このリンクでは誰も「{ $title }」を読めなくなります。元に戻せません。
share-views = { $count } 回閲覧
share-life-days = { $count } 日後
shown-by = { $name }さんが共有
shown-taken = { $moment } 時点の内容
shown-continue = 自分のチャットで続ける
shown-continue-hint = 自分用のコピーです。そこで送る分は自分の予算から支払われます。
shown-sign-in = ログインして自分のチャットで続ける
shown-own = これはあなたのリンクです。ほかの人にはこのように見えます。
shown-open = チャットを開く
shown-someone = ほかの人
shown-one-of-several = ほかの人（{ $number }）
shown-assistant = アシスタント
shown-stopped = ここで停止しました
shown-cut = ここで途切れました
shown-total = このページのすべての返答
shown-code = コード
shown-table = 表
shown-picture = { $host } の画像
shown-picture-of = { $host } の画像: { $what }
shown-empty = このページには読むものがありません。
shown-untitled = チャット
shown-nothing = ここには何も表示されません
shown-nothing-words = リンクが正しくないか、期限が切れたか、取り消されました。
shown-refused = うまくいきませんでした
shown-back = ページに戻る
error-link-gone = ここには何もないか、もう表示されていません
error-link-revoked = このリンクは存在しないか、取り消されました
error-link-temporary = 一時チャットは共有できません
error-link-many = 1つのチャットに作れるリンクは{ $count }個までです。先にどれかを取り消してください
error-link-over = リンクの終了日はこれからの日にしてください
error-link-empty = このチャットには、まだリンクで見せられるものがありません
error-link-nothing-to-continue = このページには続けられるものがありません
error-wrong-links-seconds = 何も表示しないリンクが多すぎます。{ $seconds } 秒後にもう一度お試しください
error-wrong-links-minute = 何も表示しないリンクが多すぎます。1分後にもう一度お試しください
error-wrong-links-minutes = 何も表示しないリンクが多すぎます。{ $minutes } 分後にもう一度お試しください

## 上限

error-chat-full = このチャットのメッセージは上限に達しています。新しいチャットで続けてください
error-turns-at-once = あなたへの返信を同時に { $count } 件書いています。これが上限です。1 件終わるまでお待ちください
error-streams-at-once = 同時に { $count } 本のストリームを受信しています。これが上限です。先にいくつか閉じてください
error-pdf-at-once = 別の PDF を作成しています。終わるまでお待ちください
error-pdf-too-long = このチャットを PDF にするには、時間またはメモリが足りません
error-search-long = 検索は { $count } 文字以内です

## Waiting in line, and who pays

line-title = 順番待ち
line-after = { $name }さんへの返信のあと
line-after-mine = あなたへの返信のあと
line-soon = 次
line-place = { $position } 番目
line-you = あなた
line-regenerate = 別の返信
line-continue = 返信の続き
line-files = ファイル
line-refused = 未送信
line-write-again = 書き直す
line-discard = 破棄
line-more = ほかに順番待ち: { $count }
line-will-wait = { $name }さんへの返信を作成中です。あなたの返信はそのあとです
line-joined = メッセージは順番を待っています
line-stop = { $name }さんへの返信を停止
line-kept = ここで送った内容は処理されませんでした。文章はこちらです:
elsewhere = { $name }さんが別のバージョンで続けました
elsewhere-show = 表示
elsewhere-dismiss = 閉じる
receipt-payer = 支払い
receipt-payer-you = あなた
message-paid-by = { $name }さんが支払い
message-paid-by-you = あなたが支払い
quote-payer = あなたが支払います
person-costs = 人別の費用
person-costs-person = 人
person-costs-exchanges = やり取り
person-costs-tokens = トークン
person-costs-money = 費用
person-costs-total = 合計
person-costs-none = ここではまだ費用が発生していません。
person-costs-note = メッセージを送った人が、その返信の費用を支払います。
error-send-taken-back = このメッセージは順番が来る前に取り消されました
error-line-full = このチャットではすでに { $count } 件が順番を待っています。あとで試してください
error-stop-others = この返信を停止できるのは、依頼した人とチャットの所有者だけです
error-line-taken = チャットの所有者があなたのメッセージを順番待ちから外しました
error-line-gone = このメッセージはもう順番を待っていません
error-line-others = 外せるのは、送った人とチャットの所有者だけです

## Your own data

own-data-title = あなたのデータ
own-data-hint = あなたについて保存されているものはすべてあなたのものです。持ち出すことも、消すこともできます。
own-data-take = 自分のデータをダウンロード
own-data-take-hint = プロフィール、チャット、ファイル、プロンプト、課金されたすべてのトークンを含む zip です。ダウンロードしながら作成されます。
own-data-kept = { $days ->
   *[other] { $days } 日間だれも触れなかったチャットはゴミ箱に移り、その 30 日後に消去されます。残したいものはピン留めしてください。
}
own-data-kept-for-good = チャットは、あなたが削除するまで残ります。
own-data-leaving = 1 週間以内に移るもの:
own-data-leaves = { $title }（{ $day }）
own-data-untitled = タイトルのないチャット
chat-leaves = 長い間書き込みがないため、このチャットは { $day } にゴミ箱へ移ります。残すには、書き込むかピン留めしてください。
own-data-close = アカウントを閉じる
own-data-close-title = アカウントを閉じますか?
own-data-close-text = すべての場所でログアウトし、チャットはゴミ箱に移り、API キーは使えなくなり、ほかの人のチャットからも抜けます。30 日間は管理者が元に戻せます。その後、名前、メールアドレス、自分のチャットに書いたすべてが消去されます。使用量は、名前なしで帳簿に残ります。
own-data-password = あなたのパスワード
own-data-code = 認証アプリのコード、またはリカバリーコード
own-data-again = もう一度ログインする
own-data-close-for-good = 自分のアカウントを閉じる
takeout-readme =
    これは、Tally があなたについて保存しているすべてです。

    profile.json: アカウント、ログインした場所、API キー（秘密の部分は除く）、フォルダー、フィードバック。
    conversations.json: すべての版を含むチャット。この zip は Tally に再びインポートできます。
    chats: 同じチャットを、最後に見たとおりに読めるもの。
    written-elsewhere.json: ほかの人のチャットにあなたが書いたもの。
    prompts.json: 保存しているプロンプト。
    ledger.csv: トークン予算のすべての変化。
    usage.csv: あなたが支払ったすべてのやり取りと、そのトークンと費用（100 万分の 1 米ドル単位）。
    activity.csv: 監査記録に残るあなたの操作。
    files: あなたが送った、またはモデルがあなたのために作ったファイル。

    時刻は UTC です。

## Sign-in by a company's identity provider

auth-sign-in-with = { $provider } でログイン
auth-or = または
auth-refused-away = 会社のログインが今は応答しません。少し待ってからもう一度お試しください。
auth-refused-stale = 時間がかかりすぎたか、別のタブで始められました。もう一度お試しください。
auth-refused-denied = ログインは取り消されました。
auth-refused-faulty = 会社のログインから送られた内容を信頼できません。もう一度試すか、管理者にお問い合わせください。
auth-refused-unverified = 会社のログインがあなたのメールアドレスを保証していません。管理者にお問い合わせください。
auth-refused-unknown = ここにあなたのアカウントはありません。管理者に依頼してください。
auth-refused-off = このアカウントは停止されています。管理者にお問い合わせください。
auth-refused-closed = このアカウントは閉じられました。30 日間は管理者が元に戻せます。
auth-refused-other = 別の人としてログインしました。あなたのアカウントはそのままです。
auth-account-closed = アカウントは閉じられました。30 日間は管理者が元に戻せます。

## Admin: closed accounts

people-closed = 閉鎖
people-erased = 消去済み
people-close = アカウントを閉じる
people-close-title = このアカウントを閉じますか?
people-close-text = { $email } はすべての場所でログアウトし、チャットはゴミ箱に移り、API キーは使えなくなります。30 日間は元に戻せます。その後、だれのものだったかを示すすべてが消去されます。
people-reopen = 元に戻す
people-reopened = { $email } を元に戻しました
audit-user-sync = ID プロバイダーによる変更
audit-user-close = アカウントを閉じた
audit-user-reopen = アカウントを元に戻した
audit-user-erase = 閉じたアカウントを消去
audit-user-export = 自分の全データをダウンロード
audit-identity-link = ID プロバイダーで初めてログイン
audit-chat-expire = 長く触れられなかったチャットをゴミ箱へ
audit-field-issuer = ID プロバイダー
audit-field-days = 日数
error-takeout-running = データはすでに作成中です。終わるまでお待ちください
error-account-closed = このアカウントは閉じられました。30 日間は管理者が元に戻せます
error-account-reopen = このアカウントは閉じられました。代わりに元に戻してください
error-account-closed-for-good = このアカウントは 30 日以上前に閉じられ、元に戻せません
error-passwords-off = ここではパスワードは使えません。{ $provider } でログインしてください
error-no-identity-provider = このサーバーには ID プロバイダーがありません
error-logout-token = これは ID プロバイダーのログアウトトークンではありません
