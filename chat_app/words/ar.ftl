### What Tally says, in Arabic. English (`en.ftl`) explains what is put in.

## Figures

figure-partly-estimated = { $cost }، منها { $estimated } تقديرًا
figure-milliseconds = { $count } ملّي ثانية
figure-seconds = { $count } ث

## Signing in

auth-sign-in = تسجيل الدخول
auth-sign-in-title = مرحبًا بعودتك
auth-sign-in-subtitle = سجّل الدخول لمتابعة محادثاتك.
auth-sign-in-to-shared = سجّل الدخول لرؤية المحادثة التي شوركت معك.
auth-no-account = ليس لديك حساب بعد؟
auth-create-one = أنشئ حسابًا
auth-register-title = أنشئ حسابك
auth-register-subtitle = تحدّث مع النماذج واعرف تكلفة كل ردّ.
auth-create-account = إنشاء حساب
auth-have-account = لديك حساب؟
auth-have-password = لديك كلمة مرور؟
auth-sign-in-instead = سجّل الدخول
auth-password-title = اختر كلمة المرور
auth-password-subtitle = يعمل هذا الرابط مرة واحدة ويسجّل دخولك.
auth-set-password = تعيين كلمة المرور
auth-email = البريد الإلكتروني
auth-password = كلمة المرور
auth-name = الاسم
auth-name-hint = الاسم الذي نحيّيك به ويراه من في محادثاتك. يمكنك تركه فارغًا.
auth-password-hint = 8 أحرف على الأقل.
auth-show-password = إظهار
auth-hide-password = إخفاء
auth-unreachable = الخادم لا يجيب؛ حاول مجددًا بعد قليل.
auth-promise = يُحصى كل تبادل حتى آخر رمز، ولا تُتجاوز أي ميزانية أبدًا.
auth-language = اللغة
auth-passkey = استخدام مفتاح مرور
auth-passkey-not-confirmed = لم يؤكد جهازك؛ حاول مرة أخرى أو ادخل بطريقة أخرى.
auth-code = الرمز
auth-code-hint = الأرقام الستة التي يعرضها تطبيق المصادقة الآن.
auth-recovery-code = رمز الاسترداد
auth-recovery-code-hint = أحد الرموز العشرة التي احتفظت بها؛ يعمل كل منها مرة واحدة.
auth-use-recovery-code = استخدام رمز استرداد
auth-use-app = استخدام تطبيق المصادقة
auth-forgot = هل نسيت كلمة المرور؟
auth-forgot-title = هل نسيت كلمة المرور؟
auth-forgot-subtitle = تعيّن كلمة مرور جديدة من خلال رابط.
auth-send-link = إرسال الرابط
auth-link-sent = إن كان لهذا العنوان حساب، فهناك رابط في طريقه إليه. يعمل لمدة ساعة.
auth-back-to-sign-in = العودة إلى تسجيل الدخول

## Frame: menus, account, theme

frame-skip = الانتقال إلى المحتوى
frame-skip-landmark = اختصارات هذه الصفحة
frame-sidebar = الشريط الجانبي
frame-open-menu = فتح القائمة
frame-close-menu = إغلاق القائمة
frame-account = الحساب
frame-usage = الاستهلاك
frame-settings = الإعدادات
frame-admin = الإدارة
frame-theme = المظهر
frame-sign-out = تسجيل الخروج
frame-budget = ميزانية الرموز
frame-budget-used = استُهلك { $percent }%
frame-budget-of = { $used } / { $limit }
frame-simulated = لم يُضبط أي مزوّد: الردود مختلقة.
frame-nothing-title = لا شيء هنا
frame-nothing-text = العنوان خاطئ، أو أن ما كان هنا لم يعد موجودًا.
frame-to-chats = إلى محادثاتك
frame-copied = تم النسخ
frame-copy = نسخ
frame-close = إغلاق
frame-cancel = إلغاء
frame-delete = حذف
frame-save = حفظ
frame-retry = إعادة المحاولة
frame-loading = جارٍ التحميل…
frame-newer = الأحدث
frame-older = الأقدم
frame-pages = الصفحات
frame-never = أبدًا
frame-actions = إجراءات
frame-title = العنوان

## Fields, tables and charts

field-missing = هذا الحقل مطلوب
field-no-email = اكتب عنوانًا مثل ada@example.com
field-no-number = اكتب عددًا صحيحًا
field-too-short = { $count ->
    [zero] اكتب { $count } حرف على الأقل
    [one] اكتب حرفًا واحدًا ({ $count }) على الأقل
    [two] اكتب حرفين ({ $count }) على الأقل
    [few] اكتب { $count } أحرف على الأقل
    [many] اكتب { $count } حرفًا على الأقل
   *[other] اكتب { $count } حرف على الأقل
}
field-too-long = { $count ->
    [zero] اكتب { $count } حرف على الأكثر
    [one] اكتب حرفًا واحدًا ({ $count }) على الأكثر
    [two] اكتب حرفين ({ $count }) على الأكثر
    [few] اكتب { $count } أحرف على الأكثر
    [many] اكتب { $count } حرفًا على الأكثر
   *[other] اكتب { $count } حرف على الأكثر
}
field-too-small = الحد الأدنى { $least }
field-too-large = الحد الأقصى { $most }
field-wrong = لا يمكن أن يكون هذا صحيحًا
day-choose = اختر يومًا
day-unreadable = اكتب يومًا مثل { $example }
day-too-early = أول يوم هو { $day }
day-too-late = آخر يوم هو { $day }
calendar-months = الأشهر
calendar-earlier = الشهر السابق
calendar-later = الشهر التالي
table-back = السابق
table-next = التالي
chart-as-table = عرض كجدول

## Connection and limits

connection-lost = انقطع الاتصال، جارٍ المحاولة من جديد
connection-meanwhile = يمكنك القراءة والنسخ ومتابعة الكتابة؛ مسودتك محفوظة.
connection-back = عاد الاتصال
connection-cannot-send = لا اتصال: يمكن الإرسال حين يعود
limits-places = كل أماكن المحادثات ({ $limit }) مشغولة. احذف محادثة أو أرشفها لتبدأ أخرى.
limits-places-short = لا مكان لمحادثة جديدة
limits-budget = نفدت ميزانية رموزك. تتجدّد في { $date }.
limits-budget-short = نفدت ميزانية رموزك
limits-ask = يستطيع { $name } أن يمنحك المزيد.
limits-raise = يمكنك رفعها بنفسك.
limits-people = المستخدمون والميزانيات
limits-where = اعرف أين ذهبت
limits-costly = اعرف أغلى المحادثات
chat-new = محادثة جديدة
conversation-made-up = { $name } · نص مختلق
conversation-made-up-pictures = { $name } · صور مختلقة
temporary-chat = محادثة مؤقتة
temporary-words = محادثة مؤقتة: لا تظهر في أي قائمة أو بحث، ويُمحى نصها حين تغادرها. وما تكلّفه يبقى في دفاترك.

## Header of a chat

header-new-chat = محادثة جديدة
header-unnamed = محادثة بلا اسم
header-title = العنوان
header-rename = إعادة تسمية
header-actions = إجراءات المحادثة
header-export = تصدير
header-system-prompt = تعليمات النظام
header-move = نقل إلى مجلد
header-archive = أرشفة
header-unarchive = إخراج من الأرشيف
header-delete = حذف
header-hide-sidebar = إخفاء الشريط الجانبي
header-show-sidebar = إظهار الشريط الجانبي
gauge-window = نافذة السياق
gauge-title = ما تحمله الرسالة معها
gauge-details = السياق والتكلفة
gauge-full = { $used } من { $window } رمز
gauge-full-share = { $full } من نافذة السياق ({ $share })
gauge-tokens = { $tokens } رمز
gauge-system = تعليمات النظام
gauge-history = { $count ->
    [zero] { $count } رسالة أقدم
    [one] رسالة أقدم واحدة
    [two] رسالتان أقدم
    [few] { $count } رسائل أقدم
    [many] { $count } رسالة أقدم
   *[other] { $count } رسالة أقدم
}
gauge-carries-free = تضيف نحو { $money } إلى كل رسالة. ورموزها ({ $tokens }) لا تُخصم من ميزانيتك.
gauge-carries-charged = تضيف نحو { $tokens } رمز و{ $money } إلى كل رسالة.
gauge-carries-nothing = لا تضيف مالًا إلى أي رسالة. ورموزها ({ $tokens }) لا تُخصم من ميزانيتك.
gauge-carries-tokens = تضيف نحو { $tokens } رمز إلى كل رسالة.
gauge-left-out = { $count ->
    [zero] لم تُترك أي رسالة ({ $count }).
    [one] تُركت رسالة أقدم واحدة.
    [two] تُركت رسالتان أقدم.
    [few] تُركت { $count } رسائل أقدم.
    [many] تُركت { $count } رسالة أقدم.
   *[other] تُركت { $count } رسالة أقدم.
}
gauge-leave-out = ترك الرسائل الأقدم
gauge-take-back = إعادتها
gauge-cost = { $count ->
    [0] لم تكلّف هذه المحادثة شيئًا حتى الآن.
    [zero] هذه المحادثة حتى الآن: { $tokens } رمز، { $money }.
    [one] هذه المحادثة حتى الآن: { $tokens } رمز، { $money }، لردّ واحد.
    [two] هذه المحادثة حتى الآن: { $tokens } رمز، { $money }، لردّين.
    [few] هذه المحادثة حتى الآن: { $tokens } رمز، { $money }، لـ { $count } ردود.
    [many] هذه المحادثة حتى الآن: { $tokens } رمز، { $money }، لـ { $count } ردًا.
   *[other] هذه المحادثة حتى الآن: { $tokens } رمز، { $money }، لـ { $count } ردّ.
}
gauge-cost-tokens = { $count ->
    [0] لم تكلّف هذه المحادثة شيئًا حتى الآن.
    [zero] هذه المحادثة حتى الآن: { $tokens } رمز.
    [one] هذه المحادثة حتى الآن: { $tokens } رمز لردّ واحد.
    [two] هذه المحادثة حتى الآن: { $tokens } رمز لردّين.
    [few] هذه المحادثة حتى الآن: { $tokens } رمز لـ { $count } ردود.
    [many] هذه المحادثة حتى الآن: { $tokens } رمز لـ { $count } ردًا.
   *[other] هذه المحادثة حتى الآن: { $tokens } رمز لـ { $count } ردّ.
}
leave-out-here = ترك كل شيء حتى هنا
leave-out-line = لا يُقال للنماذج ما فوق هذا السطر
leave-out-back = إعادته

## Models and parameters

models-model = النموذج
models-models = النماذج
models-choose = اختيار نموذج
models-search = البحث في النماذج
models-none = لا نموذج
models-not-found = لا نموذج باسم «{ $query }»
models-made-up = نص مختلق
models-no-price = لا يكلّف مالًا
models-here = على هذا الخادم
models-typical = { $money } للرسالة
models-typical-means = سعر الرسالة محسوب لـ 1,000 رمز مرسل و400 في الردّ.
models-per-million = { $input } للإدخال و{ $output } للإخراج لكل مليون رمز
models-window = نافذة سياق { $count }
models-takes-words = يقرأ النص ويكتبه
models-takes-image = يقرأ النص والصور، ويكتب نصًا
models-takes-document = يقرأ النص والمستندات، ويكتب نصًا
models-takes-audio = يقرأ النص والصوت، ويكتب نصًا
models-takes-image-document = يقرأ النص والصور والمستندات، ويكتب نصًا
models-takes-image-audio = يقرأ النص والصور والصوت، ويكتب نصًا
models-takes-document-audio = يقرأ النص والمستندات والصوت، ويكتب نصًا
models-takes-image-document-audio = يقرأ النص والصور والمستندات والصوت، ويكتب نصًا
models-in-plan = ضمن خطة { $plan }؛ راجع أحد المديرين
models-not-set-up = غير مضبوط على هذا الخادم
parameters-title = إعدادات هذه المحادثة
parameters-button = إعدادات المحادثة
parameters-changed = إعدادات المحادثة، معدّلة
parameters-usual = كالمعتاد
parameters-prompt = تعليمات النظام
parameters-prompt-hint = ما يُقال للنموذج أولًا في هذه المحادثة كل مرة.
parameters-prompt-long = { $count } حرف على الأكثر.
parameters-temperature = الحرارة
parameters-temperature-hint = من 0، أرجح الكلمات، إلى 2، أجرؤها.
parameters-temperature-wrong = اكتب عددًا من 0 إلى 2.
parameters-longest = أطول ردّ
parameters-longest-hint = بالرموز، { $count } على الأكثر.
parameters-longest-wrong = اكتب عددًا صحيحًا من الرموز.
parameters-effort = جهد التفكير
parameters-effort-hint = مدى تفكير النموذج قبل أن يجيب. التفكير يكلّف مالًا.
parameters-effort-none = بلا
parameters-effort-minimal = أدنى
parameters-effort-low = منخفض
parameters-effort-medium = متوسط
parameters-effort-high = مرتفع
parameters-effort-xhigh = مرتفع جدًا
parameters-effort-max = الأعلى
parameters-not-taken = لا يقبله { $model }؛ ويُحفظ لنماذج أخرى.
parameters-back = العودة إلى المعتاد
parameters-cancel = إلغاء
parameters-save = حفظ

## Composer and quotes

composer-message = الرسالة
composer-placeholder = اكتب رسالة
composer-send = إرسال
composer-send-key = إرسال (Enter)
composer-stop = إيقاف
composer-stop-key = إيقاف (Esc)
composer-dismiss = إغلاق
composer-archived = هذه المحادثة مؤرشفة: تُقرأ ولا يُكتب فيها.
composer-unarchive = إخراج من الأرشيف
composer-writing = يُكتب ردّ الآن؛ يوقفه Esc
composer-sending = جارٍ الإرسال…
composer-too-long = { $count ->
    [zero] { $count } حرف زائد (الحد { $most })
    [one] حرف واحد زائد ({ $count }، والحد { $most })
    [two] حرفان زائدان ({ $count }، والحد { $most })
    [few] { $count } أحرف زائدة (الحد { $most })
    [many] { $count } حرفًا زائدًا (الحد { $most })
   *[other] { $count } حرف زائد (الحد { $most })
}
composer-room = { $count ->
    [zero] لم يبق أي حرف ({ $count })
    [one] بقي حرف واحد ({ $count })
    [two] بقي حرفان ({ $count })
    [few] بقيت { $count } أحرف
    [many] بقي { $count } حرفًا
   *[other] بقي { $count } حرف
}
composer-no-model = لا نموذج مضبوط على هذا الخادم
composer-not-usable = لا يمكن استخدام { $model }. { $why }
quote-line = المرجّح { $likely } رمز، { $money } · على الأكثر { $most } · يبقى { $left }
quote-line-tokens = المرجّح { $likely } رمز · على الأكثر { $most } · يبقى { $left }
quote-short = المرجّح { $likely } رمز، { $money }؛ على الأكثر { $most }
quote-short-tokens = المرجّح { $likely } رمز؛ على الأكثر { $most }
quote-free = لا يكلّف شيئًا
quote-coming = يجري حساب التكلفة
quote-details = ما سيكلّفه هذا
quote-title = ما سيكلّفه هذا
quote-likely = المرجّح
quote-most = على الأكثر
quote-tokens = الرموز
quote-part-message = رسالتك
quote-part-history = الرسائل الأقدم
quote-part-system = تعليمات النظام
quote-part-files = الملفات
quote-part-reply = الردّ
quote-part-overhead = مقدار ثابت
quote-part-total = المجموع
quote-from-mine-of-model = الردّ المرجّح بطول معظم ردودك الأخيرة من هذا النموذج.
quote-from-mine = الردّ المرجّح بطول معظم ردودك الأخيرة من كل النماذج.
quote-from-model = الردّ المرجّح بطول معظم ردود هذا النموذج الأخيرة.
quote-from-guess = الردود قليلة بعد للحكم عليها: الطول المرجّح تخمين.
quote-history-free = { $count ->
    [zero] لا ترافقها رسائل أقدم ({ $count }).
    [one] ترافقها رسالة أقدم واحدة. لا تدفعها ميزانيتك بل الخادم.
    [two] ترافقها رسالتان أقدم. لا تدفعهما ميزانيتك بل الخادم.
    [few] ترافقها { $count } رسائل أقدم. لا تدفعها ميزانيتك بل الخادم.
    [many] ترافقها { $count } رسالة أقدم. لا تدفعها ميزانيتك بل الخادم.
   *[other] ترافقها { $count } رسالة أقدم. لا تدفعها ميزانيتك بل الخادم.
}
quote-history-charged = { $count ->
    [zero] لا ترافقها رسائل أقدم ({ $count }).
    [one] ترافقها رسالة أقدم واحدة على حساب ميزانيتك.
    [two] ترافقها رسالتان أقدم على حساب ميزانيتك.
    [few] ترافقها { $count } رسائل أقدم على حساب ميزانيتك.
    [many] ترافقها { $count } رسالة أقدم على حساب ميزانيتك.
   *[other] ترافقها { $count } رسالة أقدم على حساب ميزانيتك.
}
quote-dropped = { $count ->
    [zero] لا تُترك أي رسالة ({ $count }).
    [one] تُترك رسالة أقدم واحدة.
    [two] تُترك رسالتان أقدم.
    [few] تُترك { $count } رسائل أقدم.
    [many] تُترك { $count } رسالة أقدم.
   *[other] تُترك { $count } رسالة أقدم.
}
quote-dropped-files = { $count ->
    [zero] { $count } ملف من رسائل سابقة لا يُرسل معها.
    [one] لا يُرسل معها ملف واحد من رسالة سابقة ({ $count }).
    [two] لا يُرسل معها ملفان من رسائل سابقة ({ $count }).
    [few] لا تُرسل معها { $count } ملفات من رسائل سابقة.
    [many] لا يُرسل معها { $count } ملفًا من رسائل سابقة.
   *[other] لا يُرسل معها { $count } ملف من رسائل سابقة.
}
quote-held = يُحجز الحد الأقصى أثناء كتابة الردّ؛ وما لا يُستخدم يعود.
welcome-greeting = بماذا تفكر؟
welcome-greeting-name = بماذا تفكر يا { $name }؟
welcome-promise = يُظهر كل ردّ تكلفته حتى آخر رمز.
welcome-files = ويمكنك إفلات الصور والمستندات والصوت في أي مكان.
welcome-suggestions = اقتراحات
welcome-explain = شرح شيء
welcome-explain-text = اشرح في ثلاث فقرات قصيرة كيف تعمل ميزانية الرموز.
welcome-compare = مقارنة في جدول
welcome-compare-text = قارن بين SQLite وPostgreSQL في جدول Markdown من خمسة صفوف.
welcome-code = كتابة شيفرة
welcome-code-text = اكتب دالة Python تدمج قائمتين مرتبتين، مع اختبار.
welcome-formula = استنتاج قانون
welcome-formula-text = استنتج القانون العام لحل المعادلة التربيعية خطوة خطوة مع كل الحسابات.
welcome-missing = هذه المحادثة ليست هنا
welcome-start-new = بدء محادثة جديدة
welcome-loading = جارٍ تحميل المحادثة
composer-unanswered = لم يجب الخادم. هل الاتصال قائم؟

## Files

attach = إرفاق
attach-hint = أرفق صورًا أو مستندات أو نصوصًا أو صوتًا، { $count } على الأكثر
attach-files = الملفات
attach-remove = إزالة الملف
attach-retry = حاول مرة أخرى
attach-open = افتح { $name }
attach-sending-name = يُرسل { $name }
attach-sending = أُرسل { $percent }٪ من { $size }
attach-checking = يجري فحصه…
attach-ready = { $count ->
    [zero] { $count } ملف جاهز
    [one] ملف واحد جاهز
    [two] ملفان جاهزان
    [few] { $count } ملفات جاهزة
    [many] { $count } ملفًا جاهزًا
   *[other] { $count } ملف جاهز
}
attach-waits = تُرسل الرسالة ما إن تصل كل الملفات
attach-wait-no-more = لا ترسل
attach-too-many = تتسع الرسالة لـ { $count } ملفات على الأكثر؛ وتُرك الباقي.
attach-fault-first = تعذّر أخذ أحد الملفات: أزله أو حاول مرة أخرى
attach-fault-too-large = أكبر من { $count } ميغابايت، وهو الحد الأقصى
attach-fault-empty = هذا الملف فارغ
attach-fault-folder = لا يمكن إرسال مجلد؛ اختر الملفات التي فيه
attach-fault-unreachable = لم يصل إلى الخادم
attach-fault-gone = لم يعد هذا الملف لدى الخادم
attach-pasted = نص ملصق.txt
attach-see-files = ملفاتك
attach-cost = { $count ->
    [zero] { $count } رمز، { $money }
    [one] رمز واحد، { $money }
    [two] رمزان، { $money }
    [few] { $count } رموز، { $money }
    [many] { $count } رمزًا، { $money }
   *[other] { $count } رمز، { $money }
}
attach-as-text = يُرسل نصًّا
attach-carried = يرافق الرسائل التالية أيضًا ما دام بين الأخيرة منها، ويكلّف القدر نفسه كل مرة.
attach-carried-all = { $count ->
    [zero] ترافق الملفات الرسائل التالية أيضًا؛ عدد الرموز كل مرة: { $tokens }
    [one] يرافق الملف الرسائل التالية أيضًا؛ عدد الرموز كل مرة: { $tokens }
    [two] يرافق الملفان الرسائل التالية أيضًا؛ عدد الرموز كل مرة: { $tokens }
    [few] ترافق الملفات الرسائل التالية أيضًا؛ عدد الرموز كل مرة: { $tokens }
    [many] ترافق الملفات الرسائل التالية أيضًا؛ عدد الرموز كل مرة: { $tokens }
   *[other] ترافق الملفات الرسائل التالية أيضًا؛ عدد الرموز كل مرة: { $tokens }
}
attach-carried-all-money = { $count ->
    [zero] ترافق الملفات الرسائل التالية أيضًا؛ عدد الرموز كل مرة: { $tokens }، أي { $money }
    [one] يرافق الملف الرسائل التالية أيضًا؛ عدد الرموز كل مرة: { $tokens }، أي { $money }
    [two] يرافق الملفان الرسائل التالية أيضًا؛ عدد الرموز كل مرة: { $tokens }، أي { $money }
    [few] ترافق الملفات الرسائل التالية أيضًا؛ عدد الرموز كل مرة: { $tokens }، أي { $money }
    [many] ترافق الملفات الرسائل التالية أيضًا؛ عدد الرموز كل مرة: { $tokens }، أي { $money }
   *[other] ترافق الملفات الرسائل التالية أيضًا؛ عدد الرموز كل مرة: { $tokens }، أي { $money }
}
attach-lacks-image = لا يستطيع { $model } رؤية الصور.
attach-lacks-audio = لا يستطيع { $model } السمع.
attach-lacks-image-audio = لا يستطيع { $model } رؤية الصور ولا السمع.
attach-lacks-choose = اختر نموذجًا يستطيع ذلك أو أزلها.
attach-lacks-all = لا نموذج هنا يستطيع ذلك؛ أزلها للمتابعة.
attach-switch = بدّل النموذج
attach-drop = أفلت الملفات هنا
attach-drop-hint = صور ومستندات ونصوص وصوت
file-bytes = { $count ->
    [zero] { $count } بايت
    [one] بايت واحد
    [two] بايتان
    [few] { $count } بايتات
    [many] { $count } بايتًا
   *[other] { $count } بايت
}
file-kib = { $size } كيلوبايت
file-mib = { $size } ميغابايت
file-pages = { $count ->
    [zero] { $count } صفحة
    [one] صفحة واحدة
    [two] صفحتان
    [few] { $count } صفحات
    [many] { $count } صفحة
   *[other] { $count } صفحة
}
viewer-place = { $number } من { $count }
viewer-previous = الملف السابق
viewer-next = الملف التالي
viewer-download = تنزيل
viewer-failed = لا يمكن عرض هذا الملف.
viewer-as-words = نص هذا الملف كما تقرؤه النماذج. نزّله لتراه كما هو.
viewer-loading = يُحمَّل الملف
viewer-no-words = لا كلمات في هذا الملف.

## Dictation and reading aloud

dictate = الإملاء
dictate-stop = إنهاء الإملاء
dictate-throw = تجاهل التسجيل
dictate-again = إعادة الإرسال
dictate-level = مستوى الصوت
dictate-asking = جارٍ طلب الميكروفون…
dictate-listening = جارٍ الاستماع، { $time } من { $longest }
dictate-keys = يتجاهله مفتاح Esc
dictate-writing = جارٍ تدوينه…
dictate-nothing = لم يُسمع شيء؛ تحقق من أنه الميكروفون الصحيح
dictate-denied = لا يُسمح لهذه الصفحة باستخدام الميكروفون؛ اسمح به في المتصفح بجانب العنوان
dictate-no-device = لا يوجد ميكروفون؛ وصّل واحدًا ثم حاول مجددًا
dictate-busy = لا يمكن استخدام الميكروفون الآن؛ ربما يستخدمه برنامج آخر
dictate-unsafe = لا تمنح المتصفحات الميكروفون إلا للصفحات عبر https
dictate-lost = لم يصل التسجيل؛ يبقى هنا حتى تعيد إرساله أو تتجاهله
dictate-browser = متصفحك هو الذي يستمع، وقد يسمع صانعه أيضًا
dictate-browser-failed = لم يتمكن متصفحك من الاستماع؛ حاول لاحقًا
dictate-off = لم يُعدّ هنا نموذج للإملاء، ولا يستطيع هذا المتصفح الاستماع بنفسه
dictate-tokens = { $count ->
    [zero] دُوّن دون أي رمز
    [one] دُوّن مقابل رمز واحد
    [two] دُوّن مقابل رمزين
    [few] دُوّن مقابل { $count } رموز
    [many] دُوّن مقابل { $count } رمزًا
   *[other] دُوّن مقابل { $count } رمز
}
read-aloud = قراءة بصوت عالٍ
read-aloud-stop = إيقاف القراءة
read-aloud-preparing = جارٍ إعداد الصوت…
read-aloud-no-voice = لا صوت في هذا المتصفح
read-aloud-failed = تعذّرت القراءة بصوت عالٍ
read-aloud-code = شيفرة
read-aloud-formula = صيغة رياضية

## Conversation

conversation = المحادثة
conversation-earlier = تحميل رسائل أقدم
conversation-latest = الانتقال إلى الأحدث
conversation-writing = المساعد يكتب ردًا

## Pictures that models draw

picture = صورة
picture-drawing = جارٍ رسم الصورة…
picture-open = فتح بحجم كبير
picture-download = تنزيل
picture-copy = نسخ
picture-copied = نُسخت
picture-not-copied = لا ينسخ هذا المتصفح الصور؛ نزّلها بدلًا من ذلك.
picture-use = استخدامها في الرسالة
picture-used = أُضيفت إلى رسالتك
models-for-pictures = للصور
models-draws = يرسم الصور
models-picture = { $money } لكل صورة
models-made-up-pictures = صور مختلقة

## Receipts

receipt-title = تكلفة هذا الردّ
receipt-tokens = { $count ->
    [zero] { $count } رمز
    [one] رمز واحد ({ $count })
    [two] رمزان ({ $count })
    [few] { $count } رموز
    [many] { $count } رمزًا
   *[other] { $count } رمز
}
receipt-tokens-cached = { $count ->
    [zero] { $count } رمز، من الذاكرة
    [one] رمز واحد ({ $count })، من الذاكرة
    [two] رمزان ({ $count })، من الذاكرة
    [few] { $count } رموز، من الذاكرة
    [many] { $count } رمزًا، من الذاكرة
   *[other] { $count } رمز، من الذاكرة
}
receipt-message = رسالتك
receipt-files = الملفات
receipt-history = الرسائل الأقدم
receipt-reply = الردّ
receipt-system = تعليمات النظام
receipt-overhead = مقدار ثابت
receipt-waived = معفى منه
receipt-total = المجموع
receipt-charged = المحتسب
receipt-charged-nothing = 0: أُجيب عن سؤال مطابق من قبل
receipt-counted = الإحصاء
receipt-by-usage = كما أبلغ المزوّد
receipt-by-usage-cached = كما أبلغ المزوّد، والإحصاءات من الذاكرة
receipt-by-api = أحصاه المزوّد
receipt-by-api-cached = أحصاه المزوّد، والإحصاءات من الذاكرة
receipt-by-estimate = تقديري
receipt-by-estimate-cached = تقديري، والإحصاءات من الذاكرة
receipt-cost = التكلفة
receipt-cost-estimated = { $cost }، تقديرًا
receipt-share = { $count } ({ $percent }%)
receipt-billed = ما فوتره المزوّد
receipt-billed-prompt = { $count } إدخال
receipt-billed-cached = { $count } من الذاكرة
receipt-billed-output = { $count } إخراج
receipt-billed-thinking = { $count } تفكير

## Continue, retry, compare, thinking

continue-reply = متابعة
retry-with = إعادة المحاولة مع…
compare-title = ردّان جنبًا إلى جنب
compare-keep = الاحتفاظ بهذا
compare-stop = إيقاف { $model }
compare-with = المقارنة مع نموذج آخر
compare-with-model = المقارنة مع { $model }
compare-hint = اسأل نموذجين معًا: ردّان، لكل منهما ثمنه
compare-not = سؤال نموذج واحد فقط
thinking-now = يفكر…
thinking-before = ما فكر فيه النموذج
thinking-took = { $seconds ->
    [zero] فكر { $seconds } ثانية
    [one] فكر ثانية واحدة
    [two] فكر ثانيتين
    [few] فكر { $seconds } ثوانٍ
    [many] فكر { $seconds } ثانية
   *[other] فكر { $seconds } ثانية
}
thinking-took-tokens = { $seconds ->
    [zero] فكر { $seconds } ثانية · { $tokens } رمز
    [one] فكر ثانية واحدة · { $tokens } رمز
    [two] فكر ثانيتين · { $tokens } رمز
    [few] فكر { $seconds } ثوانٍ · { $tokens } رمز
    [many] فكر { $seconds } ثانية · { $tokens } رمز
   *[other] فكر { $seconds } ثانية · { $tokens } رمز
}

## Reading a reply: code, tables, diagrams, quotes, feedback

message-you = أنت
message-assistant = المساعد
message-typing = المساعد يكتب
message-actions = إجراءات الرسالة
message-edit = تعديل
message-edit-box = تعديل الرسالة
message-edit-hint = الحفظ يسأل من جديد؛ وتبقى هذه النسخة.
message-save = حفظ
message-cancel = إلغاء
message-retry = إعادة المحاولة
message-regenerate = ردّ من جديد
message-like = أعجبني
message-dislike = لم يعجبني
message-others-like = { $count ->
    [zero] لا يعجب هذا أحدًا غيرك
    [one] يعجب هذا شخصًا آخر
    [two] يعجب هذا شخصين آخرين
    [few] يعجب هذا { $count } أشخاص آخرين
    [many] يعجب هذا { $count } شخصًا آخر
   *[other] يعجب هذا { $count } شخص آخر
}
message-others-dislike = { $count ->
    [zero] لا أحد غيرك لم يعجبه هذا
    [one] لم يعجب هذا شخصًا آخر
    [two] لم يعجب هذا شخصين آخرين
    [few] لم يعجب هذا { $count } أشخاص آخرين
    [many] لم يعجب هذا { $count } شخصًا آخر
   *[other] لم يعجب هذا { $count } شخص آخر
}
message-quote = اقتباس
message-cut = انقطع الردّ.
message-failed = حدث خطأ؛ لم يُكتب أي ردّ.
message-stopped = أُوقف هذا الردّ.
message-ended-length = انقطع عند أطول ردّ مسموح.
message-ended-budget = توقف هنا: لم تكفِ ميزانية الرموز للمزيد.
message-ended-safety = توقف النموذج لأسباب تتعلق بالسلامة.
message-left-out = { $count ->
    [zero] لم تُترك أي رسالة ({ $count }).
    [one] تُركت رسالة أقدم واحدة ({ $count }).
    [two] تُركت رسالتان أقدم ({ $count }).
    [few] تُركت { $count } رسائل أقدم.
    [many] تُركت { $count } رسالة أقدم.
   *[other] تُركت { $count } رسالة أقدم.
}
message-copy = نسخ
message-copied = تم النسخ
message-copy-markdown = نسخ بصيغة Markdown
message-copy-text = نسخ كنص
message-previous-version = النسخة السابقة
message-next-version = النسخة التالية
message-version = النسخة { $number } من { $count }
reply-close = إغلاق
feedback-title = ما الخطأ في هذا الردّ؟
feedback-not-true = غير صحيح
feedback-not-asked = ليس ما طلبته
feedback-style = الأسلوب أو النبرة
feedback-length = طويل جدًا أو قصير جدًا
feedback-refused = رفض بلا داعٍ
feedback-harmful = مؤذٍ أو مسيء
feedback-words = بكلماتك، إن شئت
feedback-hint = يراه المديرون مع بريدك الإلكتروني، لكنهم لا يرون شيئًا من المحادثة.
feedback-skip = تخطٍّ
feedback-submit = إرسال
feedback-thanks = شكرًا لك
reply-wrap = التفاف الأسطر
reply-download = تنزيل
reply-code = شيفرة، { $language }
reply-table = جدول
reply-diagram = مخطط
reply-diagram-coming = جارٍ رسم المخطط…
reply-diagram-of = مخطط مرسوم من: { $source }
reply-diagram-fault = تعذّر رسم هذا المخطط ({ $fault }).
reply-as-code = عرض كشيفرة
reply-open-large = فتح بحجم كبير
reply-zoom-in = تكبير
reply-zoom-out = تصغير
reply-zoom-reset = العودة إلى الحجم الكامل
reply-zoom = { $percent }%
reply-large-hint = + و− للتكبير والتصغير، و0 للعودة، ومفاتيح الأسهم للتحريك.
reply-not-drawn = تعذّر عرض هذه الرسالة، فتظهر هنا كما كُتبت.
reply-thinking = التفكير
reply-details = التفاصيل
reply-load-image = تحميل الصورة من { $host }
reply-load-image-of = تحميل الصورة من { $host }: { $what }
reply-other-site = موقع آخر
reply-task-done = منجز
reply-task-open = لم ينجز
reply-diagram-no-size = ليس له حجم

## Others in a chat

others-title = هنا الآن
others-here-one = هنا الآن: { $first }
others-here-two = هنا الآن: { $first } و{ $second }
others-here-three = هنا الآن: { $first } و{ $second } و{ $third }
others-here-more = هنا الآن: { $first } و{ $second } و{ $count } غيرهما
others-came-one = وصل الآن { $first }
others-came-two = وصل الآن { $first } و{ $second }
others-came-three = وصل الآن { $first } و{ $second } و{ $third }
others-came-more = وصل الآن { $first } و{ $second } و{ $count } غيرهما
others-writing-one = يكتب الآن { $first }…
others-writing-two = يكتب الآن { $first } و{ $second }…
others-writing-three = يكتب الآن { $first } و{ $second } و{ $third }…
others-writing-more = يكتب الآن { $first } و{ $second } و{ $count } غيرهما…

## Chat list

sidebar-chats = المحادثات
sidebar-new-chat = محادثة جديدة
sidebar-search = البحث في المحادثات
sidebar-pinned = المثبّتة
sidebar-today = اليوم
sidebar-yesterday = أمس
sidebar-earlier = أقدم
sidebar-untitled = محادثة جديدة
sidebar-chat-actions = إجراءات المحادثة: { $title }
sidebar-rename = إعادة تسمية
sidebar-pin = تثبيت
sidebar-unpin = إلغاء التثبيت
sidebar-move = نقل إلى مجلد
sidebar-archive = أرشفة
sidebar-unarchive = إخراج من الأرشيف
sidebar-delete = حذف
sidebar-cancel = إلغاء
sidebar-save = حفظ
sidebar-undo = تراجع
sidebar-show-older = عرض محادثات أقدم
sidebar-loading = جارٍ التحميل…
sidebar-try-again = حاول مجددًا
sidebar-none = لا محادثات بعد. ابدأ واحدة من الأعلى.
sidebar-none-found = لا محادثة تحوي «{ $query }»
sidebar-places-left = بقي { $left } من { $places } محادثة
sidebar-select = تحديد محادثات
sidebar-choose = تحديد { $title }
sidebar-choose-all = تحديد الكل
sidebar-chosen = المحدد: { $count }
sidebar-chosen-actions = المحادثات المحددة
sidebar-delete-one = حذف هذه المحادثة؟
sidebar-delete-one-text = تنتقل «{ $title }» إلى سلة المهملات 30 يومًا وتُخلي مكانًا. والرموز التي استهلكتها تبقى في دفاترك.
sidebar-delete-many = حذف المحادثات ({ $count })؟
sidebar-delete-many-text = تنتقل إلى سلة المهملات 30 يومًا وتُخلي أماكنها. والرموز التي استهلكتها تبقى في دفاترك.
sidebar-gone-already = محذوفة بالفعل
sidebar-deleted = { $count ->
    [zero] لم تُحذف أي محادثة
    [one] حُذفت المحادثة
    [two] حُذفت محادثتان
    [few] حُذفت { $count } محادثات
    [many] حُذفت { $count } محادثة
   *[other] حُذفت { $count } محادثة
}
sidebar-archived = { $count ->
    [zero] لم تُؤرشف أي محادثة
    [one] أُرشفت المحادثة
    [two] أُرشفت محادثتان
    [few] أُرشفت { $count } محادثات
    [many] أُرشفت { $count } محادثة
   *[other] أُرشفت { $count } محادثة
}
sidebar-unarchived = { $count ->
    [zero] لم تُخرج أي محادثة من الأرشيف
    [one] أُخرجت المحادثة من الأرشيف
    [two] أُخرجت محادثتان من الأرشيف
    [few] أُخرجت { $count } محادثات من الأرشيف
    [many] أُخرجت { $count } محادثة من الأرشيف
   *[other] أُخرجت { $count } محادثة من الأرشيف
}
sidebar-restored = { $count ->
    [zero] لم تُستعد أي محادثة
    [one] استُعيدت المحادثة
    [two] استُعيدت محادثتان
    [few] استُعيدت { $count } محادثات
    [many] استُعيدت { $count } محادثة
   *[other] استُعيدت { $count } محادثة
}
sidebar-moved = { $count ->
    [zero] لم تُنقل أي محادثة
    [one] نُقلت المحادثة
    [two] نُقلت محادثتان
    [few] نُقلت { $count } محادثات
    [many] نُقلت { $count } محادثة
   *[other] نُقلت { $count } محادثة
}
sidebar-taken-out = { $count ->
    [zero] لم تُخرج أي محادثة من مجلدها
    [one] أُخرجت المحادثة من مجلدها
    [two] أُخرجت محادثتان من مجلديهما
    [few] أُخرجت { $count } محادثات من مجلداتها
    [many] أُخرجت { $count } محادثة من مجلداتها
   *[other] أُخرجت { $count } محادثة من مجلداتها
}
sidebar-unread = غير مقروءة

## Folders, archive, trash

sidebar-all-chats = كل المحادثات
sidebar-folders = المجلدات
sidebar-new-folder = مجلد جديد
sidebar-edit-folder = تعديل المجلد
sidebar-folder-actions = إجراءات المجلد: { $name }
sidebar-new-chat-here = محادثة جديدة في هذا المجلد
sidebar-more-folders = عرض مجلدات أكثر
sidebar-folder-text = تبدأ المحادثات الجديدة في هذا المجلد بنموذجه وتعليمات نظامه.
sidebar-folder-name = اسم المجلد
sidebar-folder-model = النموذج
sidebar-folder-model-usual = المعتاد
sidebar-folder-prompt = تعليمات النظام
sidebar-folder-find = ابحث عن مجلد أو أنشئه
sidebar-folder-make = مجلد جديد «{ $name }»
sidebar-no-folder = بلا مجلد
sidebar-move-title = نقل إلى مجلد
sidebar-move-one = اختر مجلدًا لـ «{ $title }».
sidebar-move-many = اختر مجلدًا للمحادثات ({ $count }).
sidebar-delete-folder = حذف هذا المجلد؟
sidebar-delete-folder-text = يزول «{ $title }» وتبقى محادثاته.
sidebar-none-in-folder = لا محادثات في «{ $name }» بعد
sidebar-archive-view = المؤرشفة
sidebar-archive-text = المحادثات المؤرشفة لا تشغل مكانًا؛ تُقرأ ولا تُتابع.
sidebar-none-archived = لا شيء مؤرشف
sidebar-trash = سلة المهملات
sidebar-shared = شورك معي
sidebar-none-shared = لم يدعك أحد إلى محادثة بعد
sidebar-is-shared = مشتركة
sidebar-owned-by = لـ { $name }
sidebar-deleted-by = حذفها { $name }
sidebar-trash-text = تبقى المحادثات المحذوفة هنا 30 يومًا. ثم يزول نصها نهائيًا؛ وما استهلكته يبقى في دفاترك.
sidebar-none-deleted = سلة المهملات فارغة
sidebar-empty-trash = إفراغ سلة المهملات
sidebar-empty-trash-sure = إفراغ سلة المهملات؟
sidebar-empty-trash-text = سيزول نص هذه المحادثات نهائيًا. والرموز والمال المستهلكان يبقيان في دفاترك بلا عنوان.
sidebar-restore = استعادة
sidebar-restore-chat = استعادة { $title }
sidebar-days-left = { $count ->
    [zero] لم يبقَ يوم
    [one] بقي يوم واحد
    [two] بقي يومان
    [few] بقيت { $count } أيام
    [many] بقي { $count } يومًا
   *[other] بقي { $count } يوم
}

## Search and palette

search-filters = عوامل التصفية: ‏in:archive، ‏in:trash، ‏in:"اسم المجلد"، ‏model:الاسم، ‏after:2026-11-01، ‏before:2026-12
palette-title = البحث والأوامر
palette-hint = ابحث في المحادثات أو اكتب أمرًا
palette-results = النتائج
palette-recent = محادثات حديثة
palette-chats = المحادثات والرسائل
palette-commands = الأوامر
palette-models = النماذج
palette-pages = الصفحات
palette-slash = أوامر الشرطة المائلة والقوالب
palette-none = لا شيء باسم «{ $query }»، ولا محادثة تحويه
palette-count = { $count ->
    [zero] لا نتائج
    [one] نتيجة واحدة
    [two] نتيجتان
    [few] { $count } نتائج
    [many] { $count } نتيجة
   *[other] { $count } نتيجة
}
palette-theme = فاتح أو داكن
palette-archive-chat = أرشفة هذه المحادثة
palette-admin = لوحة المتابعة
palette-people = المستخدمون
palette-audit = سجل التدقيق

## Shortcuts

shortcuts-title = الاختصارات
shortcuts-text = اختر اختصارًا لتعطيه مفاتيح أخرى. تُحفظ في هذا المتصفح.
shortcuts-palette = البحث والأوامر
shortcuts-new-chat = محادثة جديدة
shortcuts-search = البحث في قائمة المحادثات
shortcuts-composer = كتابة رسالة
shortcuts-sidebar = إظهار الشريط الجانبي أو إخفاؤه
shortcuts-delete-chat = حذف هذه المحادثة
shortcuts-shortcuts = عرض الاختصارات
shortcuts-send = إرسال الرسالة
shortcuts-line = سطر جديد في الرسالة
shortcuts-stop = إيقاف الردّ
shortcuts-commands = الأوامر والقوالب، في رسالة فارغة
shortcuts-change = تغيير مفاتيح «{ $name }»، وهي الآن { $keys }
shortcuts-press = اضغط المفاتيح…
shortcuts-reset = استخدام المفاتيح المعتادة
shortcuts-done = تم
shortcuts-taken = { $keys } مستخدم بالفعل لـ «{ $name }». اختر مفاتيح أخرى.
shortcuts-of-browser = يحتفظ المتصفح بـ { $keys } لنفسه. اختر مفاتيح أخرى.
shortcuts-of-page = { $keys } لازم للكتابة والتنقل. أضف Ctrl أو Alt.

## Commands and prompts

commands-title = الأوامر
commands-found = { $count ->
    [zero] لا مدخلات
    [one] مدخل واحد
    [two] مدخلان
    [few] { $count } مدخلات
    [many] { $count } مدخلًا
   *[other] { $count } مدخل
}
slash-help = يعرض الأوامر
slash-usage = يخبرك بما بقي من ميزانية رموزك
slash-image = يرسم صورة؛ ويكلّف رموزًا
slash-model = يختار نموذج هذه المحادثة
slash-title = يسمّي هذه المحادثة
slash-system = يحدد ما يُقال للنموذج أولًا في هذه المحادثة
slash-export = يعطيك هذه المحادثة ملفًا
slash-takes-name = الاسم
slash-takes-text = النص
prompts-title = القوالب
prompts-hint = نصوص تُستخدم مرارًا: اكتب / في رسالة واختر واحدًا باسمه.
prompts-none = لا قوالب بعد. احفظ نصًا تكتبه مرارًا، بفراغات مثل {"{{"}اللغة{"}}"} تُملأ كل مرة.
prompts-new = قالب جديد
prompts-edit = تعديل
prompts-edit-title = تعديل القالب
prompts-form-hint = ما بين قوسين معقوفين مزدوجين، مثل {"{{"}اللغة{"}}"}، يُسأل عنه كل مرة.
prompts-name = الاسم
prompts-name-hint = ما تكتبه بعد /: حروف وأرقام و«-» و«_».
prompts-description = غرضه
prompts-text = النص
prompts-everybody = مشاركته مع الجميع هنا
prompts-who = لمن
prompts-mine = لي
prompts-shared = مشترك
prompts-delete = حذف
prompts-delete-one = حذف { $name }
prompts-delete-title = حذف هذا القالب؟
prompts-delete-text = يزول ‏/{ $name } نهائيًا.
prompts-delete-text-shared = يزول ‏/{ $name } نهائيًا، عند الجميع.
prompts-fill-title = ملء ‏/{ $name }
prompts-use = استخدام القالب

## Settings: files

files-title = الملفات
files-hint = الصور والمستندات والتسجيلات التي أرسلتها أو رسمتها لك النماذج.
files-used = المستخدم { $used } من { $limit }
files-room = المساحة المخصّصة للملفات
files-name = الاسم
files-size = الحجم
files-added = أُضيف
files-none = لا ملفات بعد. أرفق ملفًا برسالة فيظهر هنا.
files-delete = حذف
files-delete-one = احذف { $name }
files-delete-title = أتحذف هذا الملف؟
files-delete-text = يزول { $name } من هذه القائمة نهائيًّا. وتحتفظ به المحادثات التي أُرسل فيها حتى تُحذف.
files-deleted = حُذف { $name }.

## Import

import-title = استيراد المحادثات
import-hint = أحضر محادثاتك من ChatGPT أو Claude أو Open WebUI أو LibreChat أو HuggingFace chat-ui أو Tally آخر. لا يكلّف ذلك شيئًا.
import-choose = استيراد
import-choose-hint = ‏JSON أو zip حتى { $count } ميبيبايت. ويمكن اختيار عدة ملفات معًا.
import-sending = جارٍ إرسال { $name }
import-reading = جارٍ فحص { $name }
import-saving = حفظ المحادثات: { $done } من { $total }
import-done = { $count ->
    [zero] لم تصل أي محادثة من { $source }.
    [one] وصلت محادثة واحدة من { $source }.
    [two] وصلت محادثتان من { $source }.
    [few] وصلت { $count } محادثات من { $source }.
    [many] وصلت { $count } محادثة من { $source }.
   *[other] وصلت { $count } محادثة من { $source }.
}
import-nothing-new = كل محادثات هذا الملف موجودة هنا بالفعل.
import-archived = { $count ->
    [zero] ليس شيء منها في الأرشيف.
    [one] واحدة منها في الأرشيف: لا مكان لها في قائمتك.
    [two] اثنتان منها في الأرشيف: لا مكان للكل في قائمتك، ويبقى مكان لمحادثة جديدة.
    [few] { $count } منها في الأرشيف: لا مكان للكل في قائمتك، ويبقى مكان لمحادثة جديدة.
    [many] { $count } منها في الأرشيف: لا مكان للكل في قائمتك، ويبقى مكان لمحادثة جديدة.
   *[other] { $count } منها في الأرشيف: لا مكان للكل في قائمتك، ويبقى مكان لمحادثة جديدة.
}
import-known = { $count ->
    [zero] لم يُتخطَّ شيء.
    [one] واحدة كانت هنا فتُخطّيت.
    [two] اثنتان كانتا هنا فتُخطّيتا.
    [few] { $count } كانت هنا فتُخطّيت.
    [many] { $count } كانت هنا فتُخطّيت.
   *[other] { $count } كانت هنا فتُخطّيت.
}
import-left-out = ما تُرك:
import-left-pictures = { $count ->
    [zero] لا صور
    [one] صورة واحدة
    [two] صورتان
    [few] { $count } صور
    [many] { $count } صورة
   *[other] { $count } صورة
}
import-left-recordings = { $count ->
    [zero] لا تسجيلات
    [one] تسجيل واحد
    [two] تسجيلان
    [few] { $count } تسجيلات
    [many] { $count } تسجيلًا
   *[other] { $count } تسجيل
}
import-left-files = { $count ->
    [zero] لا ملفات
    [one] ملف واحد
    [two] ملفان
    [few] { $count } ملفات
    [many] { $count } ملفًا
   *[other] { $count } ملف
}
import-left-tools = { $count ->
    [zero] لا استخدام لأدوات
    [one] استخدام واحد لأداة
    [two] استخدامان لأدوات
    [few] { $count } استخدامات لأدوات
    [many] { $count } استخدامًا لأدوات
   *[other] { $count } استخدام لأدوات
}
import-left-errors = { $count ->
    [zero] لا ردود فاشلة
    [one] ردّ فاشل واحد
    [two] ردّان فاشلان
    [few] { $count } ردود فاشلة
    [many] { $count } ردًا فاشلًا
   *[other] { $count } ردّ فاشل
}
import-left-empty-chats = { $count ->
    [zero] لا محادثات فارغة
    [one] محادثة فارغة واحدة
    [two] محادثتان فارغتان
    [few] { $count } محادثات فارغة
    [many] { $count } محادثة فارغة
   *[other] { $count } محادثة فارغة
}
import-left-cut-texts = { $count ->
    [zero] لا نهايات نصوص
    [one] نهاية نص طويل جدًا
    [two] نهايتا نصين طويلين جدًا
    [few] نهايات { $count } نصوص طويلة جدًا
    [many] نهايات { $count } نصًا طويلًا جدًا
   *[other] نهايات { $count } نص طويل جدًا
}
import-too-large = يتجاوز { $name } ‏{ $count } ميبيبايت. إن كان zip ففكّه واختر conversations.json.
import-unreachable = لم يصل الملف. تحقق من اتصالك وحاول مجددًا.
import-stopped-at = توقف الاستيراد عند { $name }.
import-failed = انقطع الاستيراد ولم يصل منه شيء. حاول مجددًا.
import-open = عرض محادثاتي
import-where = من أين أحصل على الملف؟
import-where-chatgpt = الإعدادات، عناصر التحكم في البيانات، تصدير البيانات. يصل رابط zip بالبريد.
import-where-claude = الإعدادات، الخصوصية، تصدير البيانات. يصل رابط zip بالبريد.
import-where-open-webui = الإعدادات، عناصر التحكم في البيانات، تصدير المحادثات.
import-where-librechat = في المحادثة: قائمتها، تصدير، بصيغة JSON مع الفروع. ملف لكل محادثة.
import-where-chat-ui = الإعدادات، تصدير بياناتك، حيث يتيحه خادمك.
import-where-tally = في المحادثة: قائمتها، تصدير، JSON. ملف لكل محادثة.

## Usage

usage-title = الاستهلاك
usage-subtitle = ميزانية رموزك وأين ذهبت.
usage-period = هذه الفترة
usage-budget-said = استُهلك { $used } من { $limit } رمز، و{ $reserved } محجوز
usage-used = المستهلك
usage-of-limit = من { $limit } رمز
usage-remaining = المتبقي
usage-tokens = رموز
usage-reserved = المحجوز
usage-reserved-words = لردود قيد الكتابة
usage-lasts = تكفي
usage-lasts-words = بوتيرة آخر 7 أيام
usage-lasts-past-reset = حتى التجديد
usage-lasts-nothing = لم يبقَ شيء
usage-lasts-under-a-day = أقل من يوم
usage-lasts-days = { $count ->
    [zero] نحو { $count } يوم
    [one] نحو يوم واحد ({ $count })
    [two] نحو يومين ({ $count })
    [few] نحو { $count } أيام
    [many] نحو { $count } يومًا
   *[other] نحو { $count } يوم
}
usage-resets = تتجدّد في
usage-since = جارية منذ { $since }
usage-spent = نفدت ميزانيتك. يمكنك الإرسال مجددًا حين تتجدّد.
usage-nearly-spent = أُنفق { $percent }% من ميزانيتك. بقي { $remaining } رمز حتى تتجدّد.
usage-by-day = حسب اليوم
usage-by-day-words = رموز آخر 30 يومًا
usage-by-day-said = الرموز المستهلكة في كل يوم من آخر 30 يومًا؛ الأرقام في الجدول أدناه
usage-by-day-none = لم يُستهلك شيء في آخر 30 يومًا.
usage-by-day-table = الرموز حسب اليوم
usage-day = اليوم
usage-by-model = حسب النموذج
usage-last-days = رموز آخر 30 يومًا
usage-by-model-none = لم يُستخدم أي نموذج في آخر 30 يومًا.
usage-by-key = حسب المفتاح
usage-by-key-none = لم يُستخدم أي مفتاح في آخر 30 يومًا.
usage-browser = المتصفح
usage-costly = أغلى المحادثات
usage-costly-words = حذف محادثة يُخلي مكانها؛ وما استهلكته يبقى في الدفاتر.
usage-costly-none = لم تكلّف أي محادثة شيئًا بعد.
usage-chat = المحادثة
usage-exchanges = التبادلات
usage-cost = التكلفة
usage-delete-chat = حذف { $title }
usage-delete-title = حذف هذه المحادثة؟
usage-delete-text = تغادر «{ $title }» قائمتك. وما استهلكته يبقى في الدفاتر.
usage-deleted = حُذفت المحادثة. وما استهلكته يبقى في الدفاتر.
usage-undo = تراجع
usage-ledger = دفتر الحساب
usage-ledger-words = كل تغيير في ميزانيتك، الأحدث أولًا.
usage-ledger-none = لم يُقيَّد شيء بعد. ستكون رسالتك الأولى أول قيد.
usage-when = متى
usage-what = ماذا
usage-left-after = المتبقي بعدها
usage-key = المفتاح
usage-new-chat = محادثة جديدة
usage-deleted-chat = محادثة محذوفة
usage-names-chat = عنوان «{ $chat }»
usage-dictation = إملاء
usage-reading-aloud = قراءة رد بصوت عالٍ
# $name: of a chat or an organisation
usage-name-deleted = { $name } (محذوفة)
usage-program = برنامج: { $key }
usage-granted = مُنحت ميزانية
usage-lowered = خُفّضت الميزانية
usage-held = حُجز لردّ
usage-held-otherwise = حُجز
usage-returned = أُعيد المحجوز
usage-charged = احتُسب ردّ
usage-charged-otherwise = احتُسب
usage-overrun = تجاوز دفعه المشغّل

## Settings

settings-title = الإعدادات
settings-profile = الملف الشخصي
settings-profile-hint = الاسم الذي نحيّيك به ويراه المديرون ومن في محادثاتك.
settings-email = البريد الإلكتروني
settings-name = الاسم
settings-name-saved = حُفظ اسمك.
settings-password = كلمة المرور
settings-password-hint = 8 أحرف على الأقل. تغييرها يسجّل الخروج من كل الجلسات الأخرى.
settings-current-password = كلمة المرور الحالية
settings-new-password = كلمة المرور الجديدة
settings-change-password = تغيير كلمة المرور
settings-password-changed = تغيّرت كلمة مرورك. سُجّل الخروج من كل الجلسات الأخرى.
settings-sessions = الجلسات
settings-sessions-hint = الأماكن التي سجّلت الدخول فيها الآن. سجّل الخروج مما لا تعرفه.
settings-place = المكان
settings-since = منذ
settings-this-session = هذه الجلسة
settings-sign-out = تسجيل الخروج
settings-sign-out-of = تسجيل الخروج من { $device }، منذ { $moment }
settings-device = { $browser } على { $system }
settings-unknown-browser = متصفح غير معروف
settings-appearance = المظهر
settings-appearance-hint = يُحفظ في هذا المتصفح.
settings-colours = الألوان
settings-colours-system = مثل النظام
settings-colours-light = فاتح
settings-colours-dark = داكن
settings-language = اللغة
settings-language-hint = تُحفظ مع حسابك: تقرأ بها أينما سجّلت الدخول.
settings-language-browser = مثل المتصفح

## Settings: sign-ins, second factor, passkeys

settings-last-used = آخر استخدام
settings-by-password = بكلمة المرور
settings-by-code = بكلمة المرور والرمز
settings-by-passkey = بمفتاح مرور
settings-by-provider = عبر موفّر هوية
settings-by-link = عبر رابط
settings-sign-out-others = تسجيل خروج كل الجلسات الأخرى
settings-sign-out-others-title = هل تريد تسجيل الخروج من كل مكان آخر؟
settings-sign-out-others-text = على كل متصفح وبرنامج آخر أن يسجّل الدخول من جديد. تبقى مسجّلاً الدخول هنا.
settings-others-ended = { $count ->
    [zero] لم تكن هناك جلسات أخرى.
    [one] سُجّل الخروج من جلسة أخرى واحدة.
    [two] سُجّل الخروج من جلستين أخريين.
    [few] سُجّل الخروج من { $count } جلسات أخرى.
    [many] سُجّل الخروج من { $count } جلسة أخرى.
   *[other] سُجّل الخروج من { $count } جلسة أخرى.
}
second-factor-title = العامل الثاني
second-factor-hint = رمز من تطبيق على هاتفك يُطلب بعد كلمة المرور: من يعرفها وحدها يبقى في الخارج.
second-factor-off = لم يُعدّ أي تطبيق مصادقة.
second-factor-on = مفعّل
second-factor-since = منذ { $moment }.
second-factor-set-up = إعداد تطبيق المصادقة
second-factor-set-up-text = أثبت أولاً أنك أنت.
second-factor-new-codes = رموز استرداد جديدة
second-factor-new-codes-text = تتوقف الرموز السابقة عن العمل.
second-factor-turn-off = إيقاف
second-factor-turn-off-text = يطلب تسجيل الدخول كلمة المرور وحدها. ويُسجَّل الخروج من كل الجلسات الأخرى.
second-factor-scan-title = امسح هذا بتطبيقك
second-factor-scan-text = أي تطبيق مصادقة مناسب. ثم اكتب الرمز الذي يعرضه.
second-factor-picture = رمز QR لتطبيق المصادقة
second-factor-secret = أو اكتب هذا المفتاح في التطبيق:
second-factor-open-app = الفتح في تطبيق على هذا الجهاز
second-factor-code-hint = الأرقام الستة التي يعرضها التطبيق الآن.
second-factor-confirm = تأكيد
second-factor-codes-title = رموز الاسترداد
second-factor-codes-text = يعمل كل منها مرة واحدة حين لا يكون التطبيق في متناولك. احفظها في مكان آمن: لن تُعرض مرة أخرى.
second-factor-download = تنزيل
second-factor-kept = احتفظت بها
proof-password = كلمة مرورك
proof-code = رمز تطبيقك أو رمز استرداد
proof-go-on = متابعة
passkeys-title = مفاتيح المرور
passkeys-hint = سجّل الدخول ببصمة جهازك أو الوجه أو الرقم السري، بلا كلمة مرور ولا رمز.
passkeys-none = لا مفاتيح مرور بعد.
passkeys-name = الاسم
passkeys-added = أُضيف
passkeys-add = إضافة مفتاح مرور
passkeys-add-text = أعطه اسماً تعرفه به. ثم يطلب منك جهازك التأكيد.
passkeys-call-it = بماذا تسميه
passkeys-rename = إعادة تسمية
passkeys-rename-one = إعادة تسمية { $name }
passkeys-remove = إزالة
passkeys-remove-one = إزالة { $name }
passkeys-remove-text = لن يُدخل أحداً بعد الآن، ويُسجَّل الخروج من كل الجلسات الأخرى. أزله من جهازك أيضاً.
passkeys-unsupported = لا ينشئ هذا المتصفح مفاتيح مرور هنا: تحتاج إلى https أو إلى صفحة على هذا الجهاز باسم.
passkeys-not-confirmed = لم يؤكد جهازك؛ لم يُضف شيء.
second-factor-codes-left = { $count ->
    [zero] لم تبق رموز استرداد.
    [one] بقي رمز استرداد واحد.
    [two] بقي رمزا استرداد.
    [few] بقيت { $count } رموز استرداد.
    [many] بقي { $count } رمز استرداد.
   *[other] بقي { $count } رمز استرداد.
}

audit-password-change = غيّر كلمة المرور
audit-second-factor-enable = أعدّ تطبيق مصادقة
audit-second-factor-disable = أزال تطبيق المصادقة
audit-second-factor-reset = أزال عن شخص العامل الثاني ومفاتيح المرور
audit-recovery-codes-create = أنشأ رموز استرداد جديدة
audit-passkey-create = أضاف مفتاح مرور
audit-passkey-delete = أزال مفتاح مرور
audit-sessions-end = سجّل خروج كل الجلسات الأخرى
audit-field-authenticator = تطبيق المصادقة
audit-field-passkeys = مفاتيح المرور
audit-field-sessions = الجلسات
audit-field-by = بواسطة

people-factor = إعادة ضبط العامل الثاني
people-factor-title = هل تريد إعادة ضبط العامل الثاني؟
people-factor-text = يُزال تطبيق المصادقة ورموز الاسترداد ومفاتيح المرور عن { $email } ويُسجَّل الخروج من كل الجلسات. تبقى كلمة المرور. افعل هذا لمن تعرف أنه فقد أجهزته.
people-factor-reset = أُعيد ضبط العامل الثاني لـ { $email }.

## Mail

# $name: of the person; $link: an address
mail-password-link-subject = تعيين كلمة مرور جديدة
mail-password-link-text = مرحباً { $name }،

    طُلبت كلمة مرور جديدة لحسابك في Tally، ونرجو أن تكون أنت من طلبها. عيّنها هنا:

    { $link }

    يعمل الرابط مرة واحدة ولمدة ساعة. إن لم تكن أنت، فلا تفعل شيئاً: تبقى كلمة مرورك كما هي.
mail-password-changed-subject = تغيّرت كلمة مرورك
# $site: an address
mail-password-changed-text = مرحباً { $name }،

    تغيّرت للتو كلمة مرور حسابك في Tally على { $site }، وسُجّل الخروج من كل الجلسات الأخرى. إن لم تكن أنت، فعيّن كلمة مرور جديدة فوراً وأخبر أحد المسؤولين.
mail-second-factor-changed-subject = تغيّر تسجيل دخولك
mail-second-factor-changed-text = مرحباً { $name }،

    أُضيف للتو تطبيق مصادقة أو مفتاح مرور إلى حسابك في Tally على { $site } أو أُزيل منه. إن لم تكن أنت، فسجّل خروج كل الجلسات الأخرى في الإعدادات، وغيّر كلمة مرورك، وأخبر أحد المسؤولين.

## API keys

keys-title = مفاتيح API
keys-hint = بمفتاح تستخدم برامجك ومحرّراتك ونصوصك البرمجية النماذجَ على ميزانيتك.
keys-new = مفتاح جديد
keys-places = { $count } من { $most } مفتاح
keys-places-full = { $count } من { $most } مفتاح، وهو أقصى ما يمكنك: ألغِ واحدًا لإنشاء آخر
keys-name = الاسم
keys-made = أُنشئ
keys-last-used = آخر استخدام
keys-used = المستهلك هذا الشهر
keys-expires = ينتهي
keys-expired = منتهٍ
keys-edit = تعديل
keys-revoke = إلغاء المفتاح
keys-revoke-one = إلغاء { $name }
keys-none = لا مفاتيح بعد. أنشئ مفتاحًا لكل برنامج سيستخدم النماذج: يدفع من ميزانيتك، ولا يتجاوز السقف الذي تحدده، ويمكنك إلغاؤه وحده.
keys-only = { $models } فقط
keys-no-cap = بلا سقف
keys-of-cap = من { $cap }
keys-name-hint = البرنامج الذي يحصل عليه، مثل «CI» أو «المحرّر على حاسوبي».
keys-cap = السقف
keys-cap-hint = رموز في الشهر التقويمي (UTC) من ميزانيتك. فارغ: لا سقف خاص به.
keys-expires-hint = يُرفض ابتداءً من ذلك الحين.
keys-expires-as-is = كما هو: { $moment }
keys-in-days = { $count ->
    [zero] بعد { $count } يوم
    [one] بعد يوم واحد ({ $count })
    [two] بعد يومين ({ $count })
    [few] بعد { $count } أيام
    [many] بعد { $count } يومًا
   *[other] بعد { $count } يوم
}
keys-in-a-year = بعد سنة
keys-on-a-date = في تاريخ محدد…
keys-last-day = آخر يوم
keys-models = النماذج
keys-models-hint = بلا تحديد: كل نماذج خطتك.
keys-model-not-set-up = { $model }، غير مضبوط
keys-model-gone = { $model }، لم يعد متاحًا
keys-make = إنشاء مفتاح
keys-edit-title = تعديل المفتاح
keys-new-hint = يُعرض مرة واحدة عند إنشائه.
keys-edit-hint = تسري التغييرات فورًا؛ والمفتاح نفسه لا يتغيّر.
keys-saved = حُفظ { $name }
keys-revoke-title = إلغاء هذا المفتاح؟
keys-revoke-text = كل برنامج يستخدم «{ $name }» يُرفض من الآن، ويتوقف الردّ الذي يتلقاه. لا يمكن التراجع عن ذلك. وما استهلكه المفتاح يبقى في الدفاتر.
keys-revoked = أُلغي { $name }. وما استهلكه يبقى في الدفاتر.
keys-issued-title = مفتاحك الجديد
keys-issued-text = انسخ «{ $name }» الآن: لن يُعرض مجددًا ولا يستطيع أحد الاطلاع عليه. إن ضاع فألغِه وأنشئ غيره.
keys-issued-label = مفتاح API
keys-issued-base = العنوان الأساسي للمحرّرات والتطبيقات الأخرى
keys-issued-copy = نسخ { $what }
keys-issued-docs = كل الاستدعاءات وحقولها في توثيق API.

## Admin: dashboard

admin-pages = الإدارة
admin-dashboard = لوحة المتابعة
admin-users = المستخدمون
admin-audit = سجل التدقيق
dashboard-subtitle = من يستخدم ماذا، وكم يكلّف.
dashboard-live = مباشر. أرقام الساعة { $time }.
dashboard-csv = تنزيل CSV
dashboard-filters = عوامل التصفية
dashboard-from = من
dashboard-to = إلى
dashboard-model = النموذج
dashboard-all-models = كل النماذج
dashboard-user = المستخدم
dashboard-user-example = البريد الإلكتروني
dashboard-apply = تطبيق
dashboard-usage = الاستهلاك
dashboard-by-day = حسب اليوم والنموذج
dashboard-by-day-words = الرموز المحتسبة (أيام UTC)
dashboard-by-day-said = الرموز المحتسبة حسب اليوم والنموذج؛ الأرقام في الجدول أدناه
dashboard-by-day-table = الرموز حسب اليوم والنموذج
dashboard-nothing = لم يُستهلك شيء في هذه الأيام.
dashboard-day = اليوم
dashboard-top-users = الأكثر استهلاكًا
dashboard-no-users = لم يستهلك أحد رمزًا.
dashboard-near-limit = قرب الحد
dashboard-nobody-near = لم ينفق أحد { $share } من ميزانيته.
dashboard-group-by = تجميع حسب
dashboard-organisation = المؤسسة
dashboard-key = مفتاح API
dashboard-tokens = الرموز
dashboard-billed = الرموز المفوترة
dashboard-cost = التكلفة
dashboard-exchanges = التبادلات
dashboard-errors = الأخطاء
dashboard-no-exchange = لا تبادل يطابق هذه التصفية.
dashboard-more-rows = تُعرض الصفوف الأولى؛ وملف CSV يحويها كلها.
dashboard-total = المجموع
dashboard-other-models = نماذج أخرى
dashboard-today = رموز اليوم
dashboard-today-words = منذ منتصف الليل، UTC
dashboard-month = رموز هذا الشهر
dashboard-month-words = محتسبة على الميزانيات
dashboard-active = المستخدمون النشطون
dashboard-active-words = لهم تبادل في هذه الأيام
dashboard-error-rate = نسبة الأخطاء
dashboard-error-rate-words = فشلت أو انقطعت
dashboard-reply-cache = الردود المحفوظة
dashboard-reply-cache-words = من الردود لم تكلّف شيئًا
dashboard-first-text = الوقت حتى أول الكلمات
dashboard-first-text-words = نصفها أسرع؛ و19 من 20 خلال { $slow }
dashboard-drift = المحتسب مقابل المفوتر
dashboard-drift-words = احتُسب { $charged }، وفُوتر { $billed }
range-no-day = في العنوان يوم غير موجود. اختر الأيام أعلاه.
range-backwards = لا يمكن أن يلي اليومُ الأول الأخيرَ. اختر أيامًا أخرى.
range-too-long = هذه أكثر من عشر سنوات. اختر أيامًا أقل.
range-unknown-group = لا يوجد تجميع كهذا. اختر واحدًا مما فوق الجدول.
vendors = المزوّدون
vendors-words = تبادل صغير جدًا مع كل مزوّد له مفتاح، ولا يُحتسب على أحد.
vendors-check = فحص المزوّدين
vendors-busy = جارٍ السؤال…
vendors-none = لا مفتاح لأي مزوّد هنا؛ يجيب النموذج المحاكي.
vendors-vendor = المزوّد
vendors-reached = تم الوصول
vendors-models = النماذج المعروفة
vendors-known-of = { $known } من { $all }
vendors-counted = المحصاة / المفوترة
vendors-cost = التكلفة
vendors-first-text = أول الكلمات
vendors-trouble = المشكلة
vendors-yes = نعم
vendors-no = لا

## Admin: people and organisations

people-subtitle = الميزانيات والخطط والأدوار والمؤسسات.
people-everybody = الجميع
people-words = الحدود رموز للشهر التقويمي (UTC). كل تغيير يُسجَّل في التدقيق.
people-search = البحث عن مستخدمين
people-search-example = ابحث بالبريد أو الاسم
people-nobody = لا أحد يطابق.
people-user = المستخدم
people-used = المستهلك
people-limit = الحد
people-tier = الخطة
people-role = الدور
people-last-seen = آخر ظهور
people-type = النوع
people-admin = مدير
people-is-user = مستخدم
people-individual = فرد
people-business = شركة
people-verified-type = { $type }، موثّق
people-deactivated = معطّل
people-edit = تعديل
people-reset = تصفير الاستهلاك
people-keys = مفاتيح API
people-link = رابط كلمة المرور
people-reserved = { $count } محجوز
people-next-limit = { $count } من الفترة القادمة
people-range = { $first } إلى { $last } من { $all }
people-range-open = { $first } إلى { $last } من أكثر من { $all }
people-edit-title = تعديل المستخدم
people-token-limit = حد الرموز
people-token-limit-hint = رموز للشهر التقويمي (UTC). ما استُهلك يُحسب منها.
people-active = نشط
people-verified = موثّق
people-saved = حُفظ { $email }
people-reset-title = تصفير الاستهلاك؟
people-reset-text = يحصل { $email } على الحد كاملًا من الآن. وما استُهلك يبقى في الدفاتر.
people-fresh = بدأت فترة جديدة لـ { $email }
people-new = شخص جديد
people-new-words = تحصل على رابط ترسله، وبه يختار الشخص كلمة مروره.
people-email = البريد الإلكتروني
people-name = الاسم
people-make = إنشاء حساب
people-link-title = رابط تعيين كلمة المرور
people-link-text = إلى { $email }. يعمل مرة واحدة حتى { $until }، ويُعرض الآن فقط. الروابط السابقة لم تعد صالحة.
people-keys-title = مفاتيح API لـ { $email }
people-keys-words = المستهلك في هذا الشهر التقويمي. يُسجَّل الإلغاء في التدقيق.
people-keys-none = لا مفاتيح هنا؛ الملغاة لا تُعرض.
people-revoke-text = كل برنامج لـ { $email } يستخدم «{ $name }» يُرفض من الآن، ويتوقف الردّ الذي يتلقاه. لا يمكن التراجع عن ذلك. وما استهلكه المفتاح يبقى في الدفاتر.
people-revoked = أُلغي { $name } الخاص بـ { $email }
orgs = المؤسسات
orgs-words = يمكن لأفراد المؤسسة الواحدة أن يدعو بعضهم بعضًا إلى محادثاتهم، وهم يتشاركون الردود المحفوظة وسطرًا في التقارير.
orgs-none = لا شيء بعد.
orgs-new = مؤسسة جديدة
orgs-new-example = اسم مؤسسة جديدة
orgs-add = إضافة
orgs-name = الاسم
orgs-people = الأفراد
orgs-organisation = المؤسسة
orgs-no-organisation = بلا مؤسسة
orgs-rename = إعادة تسمية
orgs-rename-title = إعادة تسمية المؤسسة
orgs-rename-text = تحتفظ «{ $name }» بأفرادها وسطرها في التقارير.
orgs-name-of = اسم المؤسسة
orgs-delete-title = إزالة هذه المؤسسة؟
orgs-delete-text = يبقى أفراد «{ $name }» بلا مؤسسة. وما استهلكوه يبقى في الدفاتر.
orgs-deleted = أُزيلت { $name }؛ وبقي أفرادها

## Admin: audit

audit-subtitle = من فعل ماذا ولمن؛ لا شيء هنا قابل للتغيير.
audit-changes = التغييرات
audit-newest-first = الأحدث أولًا.
audit-none = لم يتغيّر شيء بعد.
audit-when = متى
audit-who = من
audit-through = عبر
audit-what = ماذا
audit-whom = لمن
audit-change = التغيير
audit-operator = المشغّل
audit-user-update = غيّر حسابًا
audit-user-create = أنشأ حسابًا
audit-password-link-create = أنشأ رابط كلمة مرور
audit-password-set = عيّن كلمة مرور برابط
audit-usage-reset = صفّر الاستهلاك
audit-org-create = أنشأ مؤسسة
audit-org-update = أعاد تسمية مؤسسة
audit-org-delete = أزال مؤسسة
audit-token-cache-empty = أفرغ ذاكرة إحصاء الرموز
audit-key-create = أنشأ مفتاح API
audit-key-update = غيّر مفتاح API
audit-key-revoke = ألغى مفتاح API
audit-chat-archive = أرشف محادثة
audit-chat-unarchive = أخرج محادثة من الأرشيف
audit-user-promote = منح دور المدير
audit-chat-delete = حذف محادثة
audit-chat-restore = استعاد محادثة
audit-prompt-create = شارك قالبًا
audit-prompt-update = غيّر قالبًا مشتركًا
audit-prompt-delete = حذف قالبًا مشتركًا
audit-chat-import = استورد محادثات
audit-trash-empty = أفرغ سلة المهملات
audit-member-invite = دعا شخصًا إلى محادثة
audit-member-update = غيّر صلاحيات عضو في محادثة
audit-member-remove = أخرج شخصًا من محادثة
audit-member-leave = غادر محادثة
audit-field-token-limit = الحد الشهري
audit-field-token-limit-this-period = حد هذه الفترة
audit-field-tier = الخطة
audit-field-role = الدور
audit-field-is-active = نشط
audit-field-email = البريد
audit-field-name = الاسم
audit-field-org-id = المؤسسة
audit-field-user-type = النوع
audit-field-email-verified = البريد موثّق
audit-field-expires-at = ينتهي
audit-field-models = النماذج
audit-field-user-id = المالك
audit-field-user-ids = أفرادها
audit-field-entries = الإحصاءات المحفوظة
audit-field-description = غرضه
audit-field-characters = الأحرف
audit-field-shared = للجميع
audit-field-source = المصدر
audit-field-chats = المحادثات
audit-field-is-let-in = دخل
audit-field-total-tokens-used = الرموز المستهلكة
audit-by-browser = المتصفح
audit-by-api = API
audit-by-key = مفتاح API
audit-by-cli = سطر الأوامر
audit-yes = نعم
audit-no = لا
audit-changed = { $field }: { $before } ← { $after }

## Admin: feedback

admin-feedback = الآراء
feedback-subtitle = رأي الناس في الردود.
feedback-models = النماذج
feedback-models-hint = الردود التي نالت إعجابًا أو عدم إعجاب، في كل المحادثات.
feedback-model = النموذج
feedback-likes = إعجاب
feedback-dislikes = عدم إعجاب
feedback-liked = نسبة الإعجاب
feedback-nothing = لم يقيّم أحد ردًا بعد.
feedback-said = لماذا لم تعجبهم الردود
feedback-said-hint = الأحدث أولًا. لا يظهر شيء من المحادثات سوى ما كُتب هنا.
feedback-nothing-said = لم يذكر أحد السبب بعد.
feedback-when = متى
feedback-who = من
feedback-why = لماذا
feedback-own-words = بكلماتهم

## Installed app and offline

offline-title = تعذّر الوصول إلى Tally
offline-text = قد تكون غير متصل، أو أن الخادم متوقف. محادثاتك محفوظة هناك: لا يضيع شيء مما أرسلته.
offline-retry = حاول مجددًا

## What commands answer

command-command = الأمر
command-does = ما يفعله
command-does-help = يعرض هذه القائمة
command-does-usage = يخبرك بما بقي من ميزانية رموزك
command-does-image = يرسم صورة لما تكتبه؛ ويكلّف رموزًا
command-does-model = يختار نموذج هذه المحادثة
command-does-title = يسمّي هذه المحادثة
command-does-system = يحدد ما يُقال للنموذج أولًا في هذه المحادثة؛ وحده يعود إلى المعتاد
command-does-export = يعطيك هذه المحادثة ملفًا
command-takes-name = الاسم
command-takes-text = النص
command-cost-nothing = لا تكلّف الأوامر أي رموز، ما عدا `/image`.
command-your-prompts = قوالبك: { $names }.
command-is-prompt = `/{ $name }` قالب؛ أرسل نصه لتستخدمه:
command-unknown = لا أعرف هذا الأمر. هذه هي الأوامر:
command-usage = استهلكت **{ $used }** من { $limit } رمز ({ $percent })؛ وبقي **{ $left }**. تتجدّد ميزانيتك في { $day }.
command-model-chosen = تتحدث هذه المحادثة الآن مع **{ $model }**.
command-model-choices = تتحدث هذه المحادثة مع `{ $model }`. يمكنك الاختيار من { $models }.
command-image-empty = اكتب ما تريد رسمه بعد الأمر: `/image ثعلب في الثلج`
command-title-empty = اكتب الاسم بعد الأمر: `/title عطلة`
command-title-temporary = لا اسم للمحادثة المؤقتة.
command-title-set = صار لهذه المحادثة اسمها الجديد.
command-system-set = من الآن يُقال هذا للنموذج أولًا في هذه المحادثة.
command-system-usual = من الآن يُقال المعتاد للنموذج أولًا.
command-export = خذ هذه المحادثة معك: { $links }.

## Members of chats
members-button = الأعضاء
members-title = المشاركون في هذه المحادثة
members-text = من يرسل رسالة يدفع ثمن الرد.
members-text-owner = يرونها كاملة من بدايتها. من يرسل رسالة يدفع ثمن الرد.
members-owner = المالك
members-editor = يستطيع الكتابة
members-viewer = يستطيع القراءة
members-you = { $name } (أنت)
members-email = البريد الإلكتروني
members-role = الصلاحية
members-role-of = ما يستطيعه { $name }
members-invite = ادعُ
members-invite-hint = لا يدخل إلا من له حساب في مؤسستك، ويدخل فورًا. ولا تُرسل أيّ رسالة بريد.
members-invited = دُعي { $email }
members-changed = { $name }: { $role }
members-remove = أخرج { $name }
members-removed = خرج { $name } من هذه المحادثة
members-leave = غادر المحادثة
members-leave-sure = لن ترى هذه المحادثة بعدها، ومالكها وحده يستطيع إدخالك ثانية. اضغط مرة أخرى للمغادرة.
members-came = انضم { $name }
members-left = غادر { $name }
members-taken-out = أُخرج { $name }
members-only-read = يمكنك القراءة هنا. للكتابة اطلب ذلك من مالك المحادثة.
members-only-read-archived = أرشف المالك هذه المحادثة. ما زال بوسعك قراءتها.

## Errors: said in English by the server, looked up by their words; ids begin with `error-`

error-something = حدث خطأ
error-ours = حدث خطأ من جانبنا
error-unavailable = الخدمة غير متاحة الآن؛ حاول مجددًا بعد قليل
error-database-away = قاعدة البيانات لا تجيب؛ حاول مجددًا بعد قليل
error-redis-away = Redis لا يجيب؛ حاول مجددًا بعد قليل
error-restarting = يُعاد تشغيل الخادم؛ حاول مجددًا بعد قليل
error-restarted = أُعيد تشغيل الخادم؛ وما وصل محفوظ
error-stream-failed = قطع خطأٌ من جانبنا الردَّ؛ وما وصل محفوظ
error-malformed = الطلب غير سليم الصيغة
error-too-large = حجم الطلب يتجاوز 64 كيبيبايت
error-not-in-time = لم يصل الطلب في وقته
error-method = هذه الطريقة غير مسموح بها هنا
error-other-site = جاء هذا الطلب من موقع آخر
error-idempotency = استُخدم Idempotency-Key هذا لطلب آخر
error-sign-in-first = سجّل الدخول أولًا
error-wrong-credentials = البريد أو كلمة المرور خطأ
error-wrong-password = كلمة المرور الحالية خطأ
error-code-needed = أدخل رمز تطبيق المصادقة أو أحد رموز الاسترداد
error-code-wrong = هذا الرمز خاطئ أو استُخدم من قبل؛ انتظر الرمز التالي
error-code-wrong-clock = هذا الرمز خاطئ؛ تحقق من ساعة جهازك
error-app-is-there = تطبيق المصادقة معدّ بالفعل؛ أزله أولاً
error-app-is-not-there = لم يُعدّ أي تطبيق مصادقة
error-prove-again = سجّل الخروج ثم الدخول من جديد أولاً، للتأكد من أنك أنت
error-admins-second-factor = يسجّل المسؤولون الدخول هنا بعامل ثانٍ أو بمفتاح مرور؛ أعدّ واحداً في الإعدادات
error-ticket = استغرق هذا وقتاً طويلاً أو تم من قبل؛ ابدأ من جديد
error-passkeys-full = يمكن أن يكون للحساب { $count } مفتاح مرور؛ أزل واحداً أولاً
error-passkey-of-others = طلب شخص آخر مفتاح المرور هذا
error-passkey-refused = تعذّر التحقق من مفتاح المرور هذا؛ حاول مرة أخرى أو ادخل بطريقة أخرى
error-passkey-is-there = مفتاح المرور هذا موجود بالفعل
error-passkey-gone = مفتاح المرور هذا غير موجود
error-passkey-unknown = مفتاح المرور هذا غير معروف هنا؛ ربما أُزيل
error-passkeys-for-pages = مفاتيح المرور للصفحات
error-only-way-in = هذه هي الطريقة الوحيدة للدخول إلى حسابك؛ عيّن كلمة مرور أولاً
error-no-mail = لا يرسل هذا الخادم بريداً؛ اطلب رابطاً من أحد المسؤولين
error-password-worst = كلمة المرور هذه من أول ما يُخمَّن؛ اختر غيرها
error-account-off = هذا الحساب معطّل؛ راجع أحد المديرين
error-registration-closed = التسجيل مغلق؛ اطلب حسابًا من أحد المديرين
error-email-taken = يوجد بالفعل حساب بهذا البريد أو ببريد يشبهه تمامًا
error-email = هذا البريد لا يصلح: { $why }
error-name-length = يجب أن يكون الاسم من 1 إلى { $count } حرفًا
error-language = يجب أن تكون اللغة واحدة من { $languages }
error-password-short = يجب ألا تقل كلمة المرور عن { $count } أحرف
error-password-long = يجب ألا تزيد كلمة المرور على { $count } حرف
error-password-signs = لا يجوز أن تحتوي كلمة المرور على NUL أو نصف حرف
error-password-link = استُخدم هذا الرابط أو استُبدل أو انتهى؛ اطلب رابطًا جديدًا
error-too-many-requests = طلبات كثيرة جدًا؛ انتظر لحظة
error-too-many-requests-seconds = طلبات كثيرة جدًا؛ حاول مجددًا بعد { $seconds } ث
error-too-many-requests-minute = طلبات كثيرة جدًا؛ حاول مجددًا بعد دقيقة
error-too-many-requests-minutes = طلبات كثيرة جدًا؛ حاول مجددًا بعد { $minutes } دقيقة
error-too-many-sign-ins-seconds = محاولات دخول فاشلة كثيرة؛ حاول مجددًا بعد { $seconds } ث
error-too-many-sign-ins-minute = محاولات دخول فاشلة كثيرة؛ حاول مجددًا بعد دقيقة
error-too-many-sign-ins-minutes = محاولات دخول فاشلة كثيرة؛ حاول مجددًا بعد { $minutes } دقيقة
error-too-many-guesses-seconds = محاولات خاطئة كثيرة؛ حاول مجددًا بعد { $seconds } ث
error-too-many-guesses-minute = محاولات خاطئة كثيرة؛ حاول مجددًا بعد دقيقة
error-too-many-guesses-minutes = محاولات خاطئة كثيرة؛ حاول مجددًا بعد { $minutes } دقيقة
error-too-many-links-seconds = طُلبت روابط كثيرة؛ حاول مجددًا بعد { $seconds } ث
error-too-many-links-minute = طُلبت روابط كثيرة؛ حاول مجددًا بعد دقيقة
error-too-many-links-minutes = طُلبت روابط كثيرة؛ حاول مجددًا بعد { $minutes } دقيقة
error-session-too-often-seconds = طُلبت هذه الجلسة كثيرًا؛ حاول مجددًا بعد { $seconds } ث
error-session-too-often-minute = طُلبت هذه الجلسة كثيرًا؛ حاول مجددًا بعد دقيقة
error-session-too-often-minutes = طُلبت هذه الجلسة كثيرًا؛ حاول مجددًا بعد { $minutes } دقيقة
error-forbidden = لا يمكنك فعل هذا
error-needs-person = يتطلب هذا شخصًا سجّل الدخول؛ ولا يكفي مفتاح API
error-needs-admin = هذا للمديرين فقط
error-other-organisation = لست عضوًا في هذه المؤسسة
error-nothing-here = لا شيء هنا
error-cursor = ‏`cursor` ليس من هذه القائمة
error-chat-gone = هذه المحادثة غير موجودة أو حُذفت أو لم تعد مشاركًا فيها
error-chat-id = معرّف المحادثة غير صالح
error-chat-of-somebody = هذه المحادثة لشخص آخر
error-chat-archived = هذه المحادثة مؤرشفة؛ أعِدها أولًا
error-chat-limit = لا مكان لمحادثة أخرى؛ احذف واحدة أو أرشفها أولًا
error-chat-limit-one = لديك { $used } محادثة وتتسع خطتك لـ { $limit }؛ احذف واحدة أو أرشفها أولًا
error-chat-limit-some = لديك { $used } محادثة وتتسع خطتك لـ { $limit }؛ احذف بعضها أو أرشفه أولًا
error-chat-moved-on = تابعت هذه المحادثة في مكان آخر؛ أعد تحميلها وأرسل مجددًا
error-chat-deleted-by = حذف { $name } هذه المحادثة
error-chat-rename-owner = مالك المحادثة وحده يستطيع إعادة تسميتها
error-chat-set-up-owner = مالك المحادثة وحده يستطيع اختيار نموذجها وإعداداتها
error-chat-archive-owner = مالك المحادثة وحده يستطيع أرشفتها
error-chat-delete-owner = مالك المحادثة وحده يستطيع حذفها أو استعادتها
error-chat-invite-owner = مالك المحادثة وحده يحدد من يشارك فيها
error-chat-take-out-owner = مالك المحادثة وحده يستطيع إخراج أحد منها
error-chat-share-owner = مالك المحادثة وحده يستطيع مشاركتها برابط
error-chat-costs-owner = مالك المحادثة وحده يرى ما أنفقه كل شخص هنا
error-chat-read-only-member = يمكنك قراءة هذه المحادثة، لا الكتابة فيها
error-member-gone = هذا الشخص ليس في هذه المحادثة
error-member-self = أنت في هذه المحادثة أصلًا: إنها لك
error-member-owner-stays = مالك المحادثة يبقى مالكها
error-member-owner-leaves = هذه المحادثة لك: احذفها أو أخرج الآخرين
error-member-temporary = المحادثة المؤقتة لك وحدك
error-member-no-room = لا مكان لشخص آخر في هذه المحادثة
error-member-room = تتسع المحادثة لـ { $most } شخصًا عدا مالكها
error-edit-own-only = لا يمكنك تعديل إلا ما كتبته بنفسك
error-title-empty = العنوان فارغ
error-title-long = يمكن أن يبلغ العنوان { $count } حرف على الأكثر
error-system-prompt-long = يمكن أن تبلغ تعليمات النظام { $count } حرف على الأكثر
error-folder-gone = هذا المجلد غير موجود
error-folder-name = اسم المجلد من 1 إلى { $count } حرف
error-message-gone = هذه الرسالة غير موجودة
error-message-length = يجب أن تكون الرسالة بين 1 و{ $count } حرف
error-message-not-yours = يمكنك تعديل رسائلك فقط
error-command-again = الأوامر ليست جزءًا من الحديث مع نموذج؛ أرسلها من جديد
error-reply-only = لا يُعاد إلا كتابة ردّ
error-reaction-only = لا يُقيَّم إلا الردود
error-reason-long = السبب في { $count } حرف على الأكثر
error-reason-dislike = لا تُذكر الأسباب إلا عند عدم الإعجاب
error-reply-running = ما زال ردّ يُكتب في هذه المحادثة؛ أوقفه أو انتظر
error-prompt-empty = لا رسالة في الطلب ليُجاب عنها
error-prompt-long = الطلب أطول من نافذة النموذج
error-session-gone = هذه الجلسة غير موجودة
error-session-expired = انتهت هذه الجلسة؛ ابدأ جلسة جديدة
error-session-of-somebody = هذه الجلسة لشخص آخر
error-asked-before = استُخدم Idempotency-Key هذا خلال آخر 24 ساعة؛ والجواب غير محفوظ ولا يمكن إعطاؤه مجددًا
error-idempotency-length = يجب أن يكون Idempotency-Key من 1 إلى { $count } حرف
error-budget-used = نفدت ميزانية رموزك
error-budget-message-reply = تحتاج هذه الرسالة إلى { $tokens } رمز على الأكثر و{ $reply } على الأقل للردّ؛ وبقي في ميزانيتك { $left }
error-budget-message = تحتاج هذه الرسالة إلى { $tokens } رمز على الأكثر؛ وبقي في ميزانيتك { $left }
error-budget-message-reply-key = تحتاج هذه الرسالة إلى { $tokens } رمز على الأكثر و{ $reply } على الأقل للردّ؛ وبقي في ميزانية هذا المفتاح { $left }
error-budget-message-key = تحتاج هذه الرسالة إلى { $tokens } رمز على الأكثر؛ وبقي في ميزانية هذا المفتاح { $left }
error-budget-message-reply-organisation = تحتاج هذه الرسالة إلى { $tokens } رمز على الأكثر و{ $reply } على الأقل للردّ؛ وبقي في ميزانية مؤسستك { $left }
error-budget-message-organisation = تحتاج هذه الرسالة إلى { $tokens } رمز على الأكثر؛ وبقي في ميزانية مؤسستك { $left }
error-budget-less-organisation = بقي في ميزانية مؤسستك أقل من { $tokens } رمز
error-budget-less = بقي في ميزانيتك أقل من { $tokens } رمز
error-budget-less-key = بقي في ميزانية هذا المفتاح أقل من { $tokens } رمز
error-model-unknown = لا نموذج باسم «{ $model }»
error-model-embeds = { $model } للتضمينات لا للمحادثات
error-model-chats = { $model } للمحادثات لا للتضمينات
error-model-plan = هذا النموذج ليس ضمن خطتك
error-model-other-plan = { $model } ليس ضمن خطة { $plan }؛ اختر نموذجًا آخر
error-model-no-plan = { $model } ليس ضمن خطة { $plan }
error-model-not-set-up = هذا النموذج غير مضبوط على هذا الخادم؛ اختر غيره
error-model-not-for-key = مفتاح API هذا ليس لـ { $model }؛ بل لـ { $others }
error-parameters = المعاملات: { $name }: { $why }
error-provider = حدث خطأ لدى مزوّد النموذج
error-provider-busy = بلغ مزوّد النموذج حدّه؛ انتظر لحظة
error-provider-overloaded = مزوّد النموذج مثقل؛ حاول بعد قليل أو اختر نموذجًا آخر
error-provider-quota = نفدت حصة هذا الخادم أو رصيده لدى مزوّد النموذج؛ اختر نموذجًا آخر أو اطلب من مدير مراجعة الخطة والفوترة هناك
error-provider-key = رفض مزوّد النموذج مفتاح هذا الخادم؛ على مدير أن يراجعه
error-provider-model = لا يعرف المزوّد هذا النموذج أو أن عنوانه خاطئ؛ اختر غيره أو اطلب من مدير مراجعة الفهرس
error-provider-window = هذه المحادثة أطول من نافذة النموذج؛ اختصر الرسالة أو ابدأ محادثة جديدة أو اختر نموذجًا بنافذة أكبر
error-provider-size = الطلب أكبر مما يقبله المزوّد؛ اختصر الرسالة أو ابدأ محادثة جديدة
error-provider-file = تعذّر على مزوّد النموذج قراءة ملف في هذه المحادثة: ربما يكون تالفًا أو محميًا أو من نوع لا يقبله. أزِل الملف أو اختر نموذجًا آخر
error-provider-file-size = أحد ملفات هذه المحادثة أكبر مما يقبله مزوّد النموذج، أو أن عددها كبير جدًا؛ أرسِل عددًا أقل أو ملفات أصغر، أو اختر نموذجًا آخر
error-provider-parameter = لا يقبل النموذج أحد المعاملات المرسلة؛ اختر غيره أو اطلب من مدير مراجعة حدوده في الفهرس
error-provider-silent = لم يجب مزوّد النموذج في الوقت المناسب
error-picture-goes-on = لا يمكن متابعة صورة؛ اطلب صورة أخرى بدلًا منها
error-provider-no-picture = انتهى النموذج دون صورة؛ حاول مرة أخرى أو اختر نموذجًا آخر
error-provider-bad-picture = أرسل النموذج صورة لا يمكن قراءتها
error-provider-cut = قطع مزوّد النموذج الردّ
error-provider-rejected = رفض مزوّد النموذج الطلب؛ يجد المدير الحالة والرمز في السجل
error-provider-declined = امتنع النموذج عن الإجابة لأسباب تتعلق بالسلامة؛ حاول صياغتها بشكل آخر
error-no-answer = انتهى النموذج بلا إجابة؛ حاول مجددًا أو اختر نموذجًا آخر
error-no-answer-in-time = استنفد النموذج أطول ردّ مسموح بلا إجابة؛ حاول مجددًا أو اختر غيره
error-key-revoked = أُلغي مفتاح API هذا؛ أنشئ غيره
error-key-unknown = مفتاح API هذا غير معروف هنا؛ تأكد أنه نُسخ كاملًا
error-key-owner-off = صاحب مفتاح API هذا معطّل؛ راجع أحد المديرين
error-key-expired = انتهى مفتاح API هذا في { $moment } UTC؛ أنشئ غيره
error-key-gone = مفتاح API هذا غير موجود
error-key-limit = لديك أقصى عدد مسموح من مفاتيح API؛ ألغِ واحدًا أولًا
error-key-limit-count = لديك { $count } من مفاتيح API وهو الأقصى؛ ألغِ واحدًا أولًا
error-cap-between = السقف بين 0 و{ $most } رمز
error-cap-used = استهلك هذا المفتاح أو حجز { $tokens } رمز هذا الشهر؛ ولا يمكن أن يقل السقف عن ذلك
error-cap-whole = السقف عدد صحيح من الرموز، مثل 50,000
error-expiry-past = يجب أن يكون ‏`expires_at` في المستقبل
error-expiry-year = ‏`expires_at` ليس في سنة يمكن كتابتها
error-expiry-choose = اختر آخر يوم يعمل فيه
error-expiry-over = اختر يومًا لم ينقضِ
error-key-models = ‏`models` لا يذكر أي نموذج؛ اتركه أو أرسل null للكل
error-user-gone = هذا المستخدم غير موجود
error-user-unknown = لا مستخدم كهذا
error-organisation-gone = هذه المؤسسة غير موجودة
error-organisation-unknown = لا مؤسسة كهذه
error-organisation-id = ‏`org_id`: لا مؤسسة كهذه
error-column-unknown = لا عمود كهذا
error-choose-offered = اختر إحدى القيم المعروضة
error-limit-between = حد الرموز بين 0 و{ $most }
error-limit-whole = حد الرموز عدد صحيح
error-last-admin = هذا آخر مدير نشط؛ اجعل غيره مديرًا أولًا
error-email-unknown = لا حساب بالبريد { $email }
error-range-order = لا يجوز أن يلي ‏`from`‏ ‏`to`
error-range-long = يغطي التقرير عشر سنوات على الأكثر
error-range-years = يجب أن يقع ‏`{ $field }` بين 2000 و2999
error-range-date = يجب أن يكون ‏`{ $field }` تاريخًا مثل 2026-01-31
error-group-by = ‏`group_by` أحد day وuser وmodel وorg وkey
error-import-running = تستورد ملفًا آخر الآن؛ انتظر حتى ينتهي
error-import-no-json = { $place }: هذا ليس JSON كما هي صادرات المحادثات
error-import-json = { $place }: هذا ليس JSON صالحًا
error-import-deep = { $place }: التداخل عميق جدًا
error-import-goes-on = { $place }: يستمر بعد نهايته؛ فليس JSON
error-import-cut = { $place }: ينتهي في المنتصف؛ لقد قُطع
error-import-utf8 = { $place }: ليس مكتوبًا بترميز UTF-8
error-import-large = { $place }: يتجاوز { $count } ميبيبايت
error-import-unpacked = الملف بعد فكّه أكبر مما يُقرأ هنا
error-import-built = { $place } ليس مبنيًا كما ينبغي: { $what }
error-import-other-app = { $place }: هذا من تطبيق غير الذي قبله
error-import-unknown = ليس تصديرًا من ChatGPT أو Claude أو Open WebUI أو LibreChat أو HuggingFace chat-ui أو Tally يمكن قراءته هنا
error-import-no-chat = لا محادثة في هذا الملف
error-import-zip-broken = ملف zip تالف؛ نزّل التصدير مرة أخرى
error-import-zip-locked = ملف zip مقفل بكلمة مرور أو مضغوط بطريقة غير معروفة؛ فكّه واختر JSON الذي فيه
error-import-zip-in-zip = في هذا zip ملف zip؛ فكّه واختر الداخلي
error-import-zip-empty = ليس في هذا zip ملف conversations.json ولا أي JSON آخر
error-import-zip-many = في zip ملفات كثيرة جدًا؛ أخرج منه conversations.json
error-import-gone = لا استيراد كهذا
error-import-given-up = تُرك الاستيراد في هذه الأثناء
error-import-broken-off = انقطع الاستيراد ولم يصل منه شيء؛ حاول مجددًا
error-import-file-cut = قُطع الملف
error-import-file-large = يتجاوز الملف { $count } ميبيبايت
error-import-one-file = أرسل ملفًا واحدًا فقط
error-import-no-file = لا ملف في النموذج
error-import-format = الملف ليس تصدير محادثات يمكن قراءته هنا
error-model-lacks-input = هذا النموذج لا يقبل ملفات من هذا النوع؛ اختر نموذجًا آخر
error-model-lacks-file = لا يقبل { $model } الملف { $name }؛ اختر أحد هذه: { $others }
error-no-model-takes = لا يقبل { $model } الملف { $name }؛ أزله
error-files-together = يقبل { $model } في المرة الواحدة { $count } ميبيبايت على الأكثر؛ أزل بعض الملفات
error-file-of-message-gone = لم يعد أحد ملفات هذه الرسالة موجودًا؛ أزله وأرسلها من جديد
error-command-files = لا تأخذ الأوامر ملفات؛ أزلها أو اكتب شيئًا آخر
error-again-files = الرسالة التي يُجاب عنها من جديد تحتفظ بملفاتها
error-recording-long = أقصى مدة للتسجيل { $count } دقائق
error-recording-none = هذا ليس تسجيلًا؛ يمكن الاستماع إلى WAV وMP3 وOGG وFLAC وWebM
error-recording-kind = لا يقبل { $model } تسجيلات من هذا النوع؛ أرسل WAV أو MP3
error-no-transcriber = لم يُعدّ على هذا الخادم نموذج يدوّن التسجيلات
error-no-reader = لم يُعدّ على هذا الخادم نموذج يقرأ بصوت عالٍ
error-nothing-to-read = لا شيء يُقرأ بصوت عالٍ في هذا الرد
error-only-replies-read = لا تُقرأ بصوت عالٍ إلا الردود
error-reply-unfinished = ما زال هذا الرد يُكتب؛ انتظر حتى يكتمل
error-cut-off = انقطع بسبب خلل لدينا؛ حاول مجددًا
error-language-heard = ‏`language`: اذكر لغة مثل de أو en أو pt-BR
error-storage-full = ملفاتك تشغل كل المساحة المتاحة لها؛ احذف بعضها أولًا
error-file-gone = هذا الملف غير موجود أو حُذف
error-file-large = الملف كبير جدًا
error-file-kind = لا يمكن استخدام ملفات من هذا النوع هنا
error-file-empty = الملف فارغ
error-file-pictures = من الصور لا يمكن هنا استخدام سوى PNG وJPEG وWebP وGIF
error-file-recordings = من التسجيلات لا يمكن هنا استخدام سوى WAV وMP3 وOGG وFLAC وWebM
error-file-film = لا يمكن استخدام مقاطع الفيديو هنا
error-file-old-office = هذا الملف من إصدار قديم من Office أو محمي بكلمة مرور؛ احفظه بصيغة docx أو xlsx أو pptx دون كلمة مرور
error-file-pdf-locked = ملف PDF هذا محمي بكلمة مرور؛ احفظه من دونها
error-file-pdf-locked-otherwise = ملف PDF هذا محمي بطريقة غير معروفة هنا
error-file-pdf-broken = ملف PDF هذا تالف
error-file-pdf-no-pages = ملف PDF هذا بلا صفحات
error-file-pdf-pages = في ملف PDF هذا أكثر من { $count } صفحة
error-file-pdf-large = في ملف PDF هذا أكثر مما يمكن قراءته هنا
error-file-office-broken = ملف Office هذا تالف
error-file-office-locked = ملف Office هذا محمي بكلمة مرور؛ احفظه من دونها
error-file-zip = لا يمكن استخدام ملف zip هنا؛ أرسل الملفات التي بداخله
error-file-office-others = من ملفات Office لا يمكن هنا استخدام سوى docx وxlsx وpptx
error-file-office-large = في ملف Office هذا أكثر مما يمكن قراءته هنا
error-file-recording-cut = هذا التسجيل مقطوع
error-file-recording-silent = لا يُسمع شيء في هذا التسجيل
error-file-recording-broken = هذا التسجيل تالف
error-file-slow = قراءة هذا الملف تتطلب وقتًا أو ذاكرة أكثر من المتاح
error-file-broken = هذا الملف تالف
error-file-took-long = استغرق حفظ الملف وقتًا طويلًا؛ أرسله مرة أخرى
error-file-no-small-picture = لا توجد صورة مصغّرة لهذا الملف
error-files-away = مكان حفظ الملفات لا يستجيب؛ حاول مرة أخرى بعد قليل
error-files-disk = لا يتسع قرص الخادم لمزيد الآن؛ حاول لاحقًا
error-files-full = تشغل ملفاتك { $used } من { $limit } ميبيبايت ولا مكان لهذا الملف؛ احذف بعضها أولًا
error-files-many = يمكن أن تحمل الرسالة { $count } ملفات على الأكثر
error-files-twice = لا يُرفق الملف نفسه بالرسالة أكثر من مرة
error-picture-broken = الصورة تالفة أو مقطوعة؛ أرسلها مرة أخرى
error-picture-pixels = في الصورة أكثر من { $count } مليون بكسل
error-prompt-name-taken = يوجد قالب بهذا الاسم
error-prompt-gone = لا قالب كهذا
error-prompt-name = اسم القالب من 1 إلى { $count } من الحروف أو الأرقام أو «-» أو «_»
error-prompt-command = ‏/{ $name } أمر من أوامر التطبيق؛ اختر اسمًا آخر
error-prompt-length = القالب من 1 إلى { $count } حرف
error-prompt-description = الوصف { $count } حرف على الأكثر
error-prompts-full = يوجد { $count } قالب؛ احذف واحدًا أولًا
error-prompt-called = يوجد قالب باسم ‏/{ $name }
error-compare-budget = سؤال { $count } نموذج معًا يحتاج { $tokens } رمز على الأقل؛ وبقي في ميزانيتك { $left }
error-compare-budget-key = سؤال { $count } نموذج معًا يحتاج { $tokens } رمز على الأقل؛ وبقي في ميزانية هذا المفتاح { $left }
error-compare-budget-organisation = سؤال { $count } نموذج معًا يحتاج { $tokens } رمز على الأقل؛ وبقي في ميزانية مؤسستك { $left }
error-continue-model = لا يُتابع إلا ردّ نموذج
error-continue-whole = هذا الردّ كامل أو لا كلمات فيه بعد: لا شيء يُضاف
error-continue-long = هذا الردّ أطول من أن يتابعه { $model }
error-compare-same = اختر نموذجين مختلفين للمقارنة
error-compare-command = يجيب التطبيق نفسه عن الأوامر؛ فلا شيء يُقارن
error-temporary-chat = لا اسم للمحادثة المؤقتة ولا مكان لها في القائمة

## Links to chats

audit-share-create = أنشأ رابطًا إلى محادثة
audit-share-update = غيّر رابطًا إلى محادثة
audit-share-revoke = ألغى رابطًا إلى محادثة
audit-field-include-costs = مع التكاليف
audit-field-include-names = مع الأسماء
header-share = مشاركة
share-title = شارك هذه المحادثة برابط
share-text-public = كل من لديه الرابط يستطيع قراءة المحادثة كما هي الآن. ما تقوله لاحقًا لا يظهر فيه حتى تحدّثه.
share-text-organisation = يستطيع أفراد مؤسستك الذين لديهم الرابط وسجّلوا الدخول قراءة المحادثة كما هي الآن. ما تقوله لاحقًا لا يظهر فيه حتى تحدّثه.
share-link = الرابط
share-copy = انسخ الرابط
share-as-of = حتى { $moment }
share-ends = ينتهي في { $moment }
share-over = انتهى في { $moment }
share-with-costs = مع التكاليف
share-with-names = مع الأسماء
share-update = تحديث
share-update-hint = اعرض المحادثة كما هي الآن
share-revoke = إلغاء
share-another = رابط آخر
share-names = اذكر أسماء كل من كتب، لا اسمي وحده
share-costs = اعرض تكلفة كل رد
share-life = ينتهي
share-life-open = عندما ألغيه
share-make = أنشئ رابطًا
share-made = الرابط جاهز
share-updated = يعرض الرابط المحادثة كما هي الآن
share-revoked = لم يعد الرابط يعرض شيئًا
links-title = الروابط المشتركة
links-hint-public = صفحات تعرض محادثة كما كانت لكل من لديه الرابط.
links-hint-organisation = صفحات تعرض محادثة كما كانت لأفراد مؤسستك الذين لديهم الرابط.
links-none = لا توجد محادثة مشتركة برابط. شارك واحدة من قائمتها.
links-chat = المحادثة
links-views = المشاهدات
links-as-of = حتى
links-ends = ينتهي
links-over = انتهى
links-deleted = { $title } (في سلة المهملات)
links-update-one = حدّث الرابط إلى { $title }
links-revoke-one = ألغِ الرابط إلى { $title }
links-revoke-title = هل تريد إلغاء هذا الرابط؟
links-revoke-text = لن يستطيع أحد قراءة «{ $title }» به بعد الآن. لا يمكن التراجع عن ذلك.
share-views = { $count ->
    [zero] بلا مشاهدات
    [one] مشاهدة واحدة
    [two] مشاهدتان
    [few] { $count } مشاهدات
    [many] { $count } مشاهدة
    *[other] { $count } مشاهدة
}
share-life-days = { $count ->
    [zero] بعد { $count } يوم
    [one] بعد يوم
    [two] بعد يومين
    [few] بعد { $count } أيام
    [many] بعد { $count } يومًا
    *[other] بعد { $count } يوم
}
shown-by = شاركها { $name }
shown-taken = كما كانت في { $moment }
shown-continue = المتابعة في محادثتي الخاصة
shown-continue-hint = نسخة خاصة بك. ما ترسله فيها يُدفع من رصيدك.
shown-sign-in = سجّل الدخول للمتابعة في محادثتك الخاصة
shown-own = هذا رابطك. هكذا يرى الآخرون الصفحة.
shown-open = افتح المحادثة
shown-someone = شخص آخر
shown-one-of-several = شخص آخر ({ $number })
shown-assistant = المساعد
shown-stopped = توقف هنا
shown-cut = انقطع هنا
shown-total = كل الردود في هذه الصفحة
shown-code = كود
shown-table = جدول
shown-picture = صورة على { $host }
shown-picture-of = صورة على { $host }: { $what }
shown-empty = لا يوجد ما يُقرأ في هذه الصفحة.
shown-untitled = محادثة
shown-nothing = لا يُعرض شيء هنا
shown-nothing-words = الرابط غير صحيح، أو انتهت مدته، أو أُلغي.
shown-refused = لم ينجح ذلك
shown-back = العودة إلى الصفحة
error-link-gone = لا يوجد شيء هنا، أو لم يعد معروضًا
error-link-revoked = هذا الرابط غير موجود أو أُلغي
error-link-temporary = لا يمكن مشاركة محادثة مؤقتة
error-link-many = يمكن أن يكون للمحادثة { $count } رابطًا على الأكثر؛ ألغِ واحدًا أولًا
error-link-over = يجب أن يكون يوم انتهاء الرابط في المستقبل
error-link-empty = لا يوجد في هذه المحادثة بعد ما يمكن أن يعرضه رابط
error-link-nothing-to-continue = لا يوجد في هذه الصفحة ما يمكن متابعته
error-wrong-links-seconds = روابط كثيرة جدًا لا تعرض شيئًا؛ حاول مرة أخرى بعد { $seconds } ث
error-wrong-links-minute = روابط كثيرة جدًا لا تعرض شيئًا؛ حاول مرة أخرى بعد دقيقة
error-wrong-links-minutes = روابط كثيرة جدًا لا تعرض شيئًا؛ حاول مرة أخرى بعد { $minutes } دقيقة

## الحدود

error-chat-full = في هذه المحادثة أكبر عدد من الرسائل تتسع له محادثة؛ تابع في محادثة جديدة
error-turns-at-once = تُكتب لك الآن { $count } ردًّا، وهو أكثر ما يمكن معًا؛ انتظر أحدها
error-streams-at-once = تستمع إلى { $count } بثًّا، وهو أكثر ما يمكن معًا؛ أغلق بعضها أولًا
error-pdf-at-once = يُكتب لك الآن ملف PDF آخر؛ انتظره
error-pdf-too-long = كتابة هذه المحادثة بصيغة PDF تحتاج وقتًا أو ذاكرة أكثر من المتاح
error-search-long = يمكن أن يبلغ البحث { $count } حرف على الأكثر

## Waiting in line, and who pays

line-title = في الانتظار
line-after = بعد الرد على { $name }
line-after-mine = بعد الرد عليك
line-soon = التالي
line-place = رقم { $position } في الدور
line-you = أنت
line-regenerate = رد آخر
line-continue = بقية رد
line-files = ملفات
line-refused = لم تُرسل
line-write-again = الكتابة من جديد
line-discard = تجاهل
line-more = في الانتظار أيضًا: { $count }
line-will-wait = يُكتب الآن الرد على { $name }، وردّك يأتي بعده
line-joined = رسالتك في الانتظار
line-stop = إيقاف الرد على { $name }
line-kept = ما أرسلته هنا لم يصل إلى دوره؛ هذا نصّك:
elsewhere = تابع { $name } في نسخة أخرى
elsewhere-show = عرض
elsewhere-dismiss = إخفاء
receipt-payer = دفع
receipt-payer-you = أنت
message-paid-by = على حساب { $name }
message-paid-by-you = على حسابك
quote-payer = على حسابك
person-costs = التكلفة حسب الشخص
person-costs-person = الشخص
person-costs-exchanges = التبادلات
person-costs-tokens = الرموز
person-costs-money = التكلفة
person-costs-total = المجموع
person-costs-none = لم ينفق أحد شيئًا هنا بعد.
person-costs-note = من يرسل رسالة يدفع ثمن الرد عليها.
error-send-taken-back = سُحبت هذه الرسالة قبل أن يأتي دورها
error-line-full = تنتظر { $count } رسالة في هذه المحادثة بالفعل؛ حاول لاحقًا
error-stop-others = لا يوقف هذا الرد إلا من طلبه أو مالك المحادثة
error-line-taken = أخرج مالك المحادثة رسالتك من الدور
error-line-gone = لم تعد هذه الرسالة في الانتظار
error-line-others = لا يخرجها إلا من أرسلها أو مالك المحادثة

## Your own data

own-data-title = بياناتك
own-data-hint = كل ما يُحفظ عنك ملكك: خذه معك أو اطلب محوه.
own-data-take = تنزيل بياناتي
own-data-take-hint = ملف مضغوط فيه ملفك الشخصي ومحادثاتك وملفاتك وقوالبك وكل رمز حُسب عليك. يُجمَّع أثناء التنزيل.
own-data-kept = { $days ->
    [zero] المحادثات التي لا يمسّها أحد تنتقل إلى سلة المهملات وتُمحى بعد 30 يومًا. ثبّت ما تريد الاحتفاظ به.
    [one] المحادثات التي لا يمسّها أحد ليوم واحد تنتقل إلى سلة المهملات وتُمحى بعد 30 يومًا. ثبّت ما تريد الاحتفاظ به.
    [two] المحادثات التي لا يمسّها أحد ليومين تنتقل إلى سلة المهملات وتُمحى بعد 30 يومًا. ثبّت ما تريد الاحتفاظ به.
    [few] المحادثات التي لا يمسّها أحد لمدة { $days } أيام تنتقل إلى سلة المهملات وتُمحى بعد 30 يومًا. ثبّت ما تريد الاحتفاظ به.
    [many] المحادثات التي لا يمسّها أحد لمدة { $days } يومًا تنتقل إلى سلة المهملات وتُمحى بعد 30 يومًا. ثبّت ما تريد الاحتفاظ به.
   *[other] المحادثات التي لا يمسّها أحد لمدة { $days } يوم تنتقل إلى سلة المهملات وتُمحى بعد 30 يومًا. ثبّت ما تريد الاحتفاظ به.
}
own-data-kept-for-good = تبقى المحادثات حتى تحذفها.
own-data-leaving = هذه تذهب خلال أسبوع:
own-data-leaves = { $title }، في { $day }
own-data-untitled = محادثة بلا عنوان
chat-leaves = لم يكتب أحد هنا منذ مدة: تنتقل هذه المحادثة إلى سلة المهملات في { $day }. اكتب فيها أو ثبّتها لتبقى.
own-data-close = إغلاق الحساب
own-data-close-title = هل تريد إغلاق حسابك؟
own-data-close-text = يُسجَّل خروجك من كل مكان، وتنتقل محادثاتك إلى سلة المهملات، وتتوقف مفاتيح API الخاصة بك، وتغادر محادثات الآخرين. يستطيع أحد المديرين استعادة الحساب خلال 30 يومًا. بعد ذلك يُمحى اسمك وبريدك وكل ما كتبته في محادثاتك. ويبقى ما استهلكته في الدفاتر من دون اسمك.
own-data-password = كلمة مرورك
own-data-code = رمز من تطبيق المصادقة أو رمز استرداد
own-data-again = تسجيل الدخول مرة أخرى
own-data-close-for-good = إغلاق حسابي
takeout-readme =
    هذا كل ما يحفظه Tally عنك.

    profile.json: حسابك، وأماكن تسجيل دخولك، ومفاتيح API (من دون أسرارها)، والمجلدات، والملاحظات.
    conversations.json: محادثاتك بكل نسخها. يستطيع Tally استيراد هذا الملف المضغوط من جديد.
    chats: المحادثات نفسها للقراءة، كما رأيتها آخر مرة.
    written-elsewhere.json: ما كتبته في محادثات الآخرين.
    prompts.json: القوالب التي تحتفظ بها.
    ledger.csv: كل تغيير في ميزانية الرموز.
    usage.csv: كل تبادل دفعت ثمنه، برموزه وتكلفته (بأجزاء من مليون من الدولار الأمريكي).
    activity.csv: ما يحفظه سجل التدقيق مما فعلته.
    files: الملفات التي أرسلتها أو صنعتها النماذج لك.

    الأوقات بالتوقيت العالمي UTC.

## Sign-in by a company's identity provider

auth-sign-in-with = تسجيل الدخول عبر { $provider }
auth-or = أو
auth-refused-away = تسجيل الدخول الخاص بشركتك لا يستجيب الآن. حاول مرة أخرى بعد قليل.
auth-refused-stale = استغرق ذلك وقتًا طويلًا أو بدأ في علامة تبويب أخرى. حاول مرة أخرى.
auth-refused-denied = أُلغي تسجيل الدخول.
auth-refused-faulty = لا يمكن الوثوق بما أرسله تسجيل الدخول الخاص بشركتك. حاول مرة أخرى أو اسأل أحد المديرين.
auth-refused-unverified = لا يضمن تسجيل الدخول الخاص بشركتك عنوان بريدك. اسأل أحد المديرين.
auth-refused-unknown = ليس لك حساب هنا. اطلب حسابًا من أحد المديرين.
auth-refused-off = هذا الحساب معطّل. اسأل أحد المديرين.
auth-refused-closed = أُغلق هذا الحساب. يستطيع أحد المديرين استعادته خلال 30 يومًا.
auth-refused-other = سجّلت الدخول باسم شخص آخر. حسابك كما كان.
auth-account-closed = أُغلق حسابك. يستطيع أحد المديرين استعادته خلال 30 يومًا.

## Admin: closed accounts

people-closed = مغلق
people-erased = ممحو
people-close = إغلاق الحساب
people-close-title = هل تريد إغلاق هذا الحساب؟
people-close-text = يُسجَّل خروج { $email } من كل مكان، وتنتقل محادثاته إلى سلة المهملات، وتتوقف مفاتيح API الخاصة به. تستطيع استعادة الحساب خلال 30 يومًا؛ ثم يُمحى كل ما يدل على صاحبه.
people-reopen = استعادة
people-reopened = عاد { $email }
audit-user-sync = غيّره مزوّد الهوية
audit-user-close = أغلق حسابًا
audit-user-reopen = استعاد حسابًا
audit-user-erase = مُحي حساب مغلق
audit-user-export = نزّل كل بياناته
audit-identity-link = دخل أول مرة عبر مزوّد الهوية
audit-chat-expire = محادثة إلى سلة المهملات، لم تُمسّ طويلًا
audit-field-issuer = مزوّد الهوية
audit-field-days = الأيام
error-takeout-running = تُجمع بياناتك الآن؛ انتظر حتى ينتهي ذلك
error-account-closed = أُغلق هذا الحساب؛ يستطيع أحد المديرين استعادته خلال 30 يومًا
error-account-reopen = أُغلق هذا الحساب؛ استعده بدلًا من ذلك
error-account-closed-for-good = أُغلق هذا الحساب منذ أكثر من 30 يومًا؛ لا شيء يعيده
error-passwords-off = كلمات المرور معطّلة هنا؛ سجّل الدخول عبر { $provider }
error-no-identity-provider = ليس لهذا الخادم مزوّد هوية
error-logout-token = هذا ليس رمز تسجيل خروج من مزوّد الهوية
