# ruff: noqa: E501 (the wide characters of some scripts count twice)
"""Texts of many kinds that token estimates are measured on; each well over 50 tokens."""

import base64
import json
import random

PROSE = {
    "English": "Could you help me write a short letter to my landlord? The heating in our flat has "
    "been broken since last Tuesday, and the nights are getting cold. I called twice and nobody "
    "came. Please keep the tone polite but make it clear that we expect a repair this week.",
    "French, unaccented": "Bonjour, je cherche une recette simple pour ce soir. Nous serons quatre "
    "personnes et je dispose de pommes de terre, de fromage et de quelques oignons. Le plat doit "
    "cuire en moins de quarante minutes, car les enfants mangent vers sept heures.",
    "Spanish, unaccented": "Quiero organizar un viaje corto por el norte con mis padres. Nos gusta "
    "caminar despacio, comer bien y visitar pueblos tranquilos cerca del mar. Prefiero hoteles "
    "sencillos y trenes en lugar de aviones o coches de alquiler.",
    "Italian, unaccented": "Vorrei preparare una lezione sul clima per una classe di ragazzi molto "
    "curiosi. Servono esempi presi dalla vita di tutti i giorni e un piccolo esperimento con "
    "acqua, sale e ghiaccio da fare insieme sul banco della scuola.",
    "Dutch, unaccented": "Ik zoek een goede manier om mijn kleine tuin in de winter te verzorgen. "
    "Welke planten moeten naar binnen en hoe vaak geef ik ze dan water? Mijn buurman zegt dat "
    "rozen gewoon buiten kunnen blijven, maar daar ben ik niet zeker van.",
    "German, unaccented": "Bitte fasse den folgenden Bericht in wenigen Worten zusammen. Die "
    "Firma hat im letzten Jahr mehr verkauft als erwartet, aber die Kosten sind ebenfalls stark "
    "gestiegen. Der Vorstand will deshalb neue Stellen nur noch in Ausnahmen besetzen.",
}
PROSE["English, twenty times over"] = " ".join([PROSE["English"]] * 20)
"""Plain ASCII prose; the formula of the product is exact here and its error is published."""

SCRIPTS = {
    "French": "Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils sont "
    "doués de raison et de conscience et doivent agir les uns envers les autres dans un esprit de "
    "fraternité. J'ai déjà préparé l'été à la mer, où nous étions heureux.",
    "German": "Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind mit "
    "Vernunft und Gewissen begabt und sollen einander im Geiste der Brüderlichkeit begegnen. "
    "Könnten Sie mir bitte erklären, weshalb die Züge heute so spät fahren?",
    "Polish": "Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw. Są "
    "oni obdarzeni rozumem i sumieniem i powinni postępować wobec innych w duchu braterstwa.",
    "Czech": "Všichni lidé rodí se svobodní a sobě rovní co do důstojnosti a práv. Jsou nadáni "
    "rozumem a svědomím a mají spolu jednat v duchu bratrství. Můžete mi prosím pomoci?",
    "Turkish": "Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar. Akıl ve vicdana "
    "sahiptirler ve birbirlerine karşı kardeşlik zihniyeti ile hareket etmelidirler.",
    "Vietnamese": "Tất cả mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và quyền lợi. "
    "Mọi con người đều được tạo hóa ban cho lý trí và lương tâm và cần phải đối xử với nhau trong "
    "tình bằng hữu. Hôm nay trời đẹp, chúng tôi đi dạo trong công viên.",
    "Greek": "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα. "
    "Είναι προικισμένοι με λογική και συνείδηση, και οφείλουν να συμπεριφέρονται μεταξύ τους με "
    "πνεύμα αδελφοσύνης.",
    "Russian": "Все люди рождаются свободными и равными в своём достоинстве и правах. Они наделены "
    "разумом и совестью и должны поступать в отношении друг друга в духе братства. Помогите мне, "
    "пожалуйста, написать письмо хозяину квартиры: отопление не работает уже неделю.",
    "Ukrainian": "Всі люди народжуються вільними і рівними у своїй гідності та правах. Вони "
    "наділені розумом і совістю і повинні діяти у відношенні один до одного в дусі братерства.",
    "Hebrew": "כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם. כולם חוננו בתבונה ובמצפון, "
    "לפיכך חובה עליהם לנהוג איש ברעהו ברוח של אחווה. האם תוכל לעזור לי לכתוב מכתב קצר?",
    "Arabic": "يولد جميع الناس أحرارا متساوين في الكرامة والحقوق، وقد وهبوا عقلا وضميرا وعليهم أن "
    "يعامل بعضهم بعضا بروح الإخاء. هل يمكنك مساعدتي في كتابة رسالة قصيرة إلى صاحب المنزل؟ التدفئة "
    "لا تعمل منذ أسبوع والليالي أصبحت باردة.",
    "Persian": "تمام افراد بشر آزاد به دنیا می‌آیند و از لحاظ حیثیت و حقوق با هم برابرند. همه دارای "
    "عقل و وجدان هستند و باید نسبت به یکدیگر با روح برادری رفتار کنند. لطفا به من کمک کنید.",
    "Hindi": "सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतंत्रता और समानता प्राप्त है। उन्हें "
    "बुद्धि और अन्तरात्मा की देन प्राप्त है और परस्पर उन्हें भाईचारे के भाव से बर्ताव करना चाहिए। कृपया मुझे एक "
    "छोटा पत्र लिखने में मदद करें।",
    "Bengali": "সমস্ত মানুষ স্বাধীনভাবে সমান মর্যাদা এবং অধিকার নিয়ে জন্মগ্রহণ করে। তাঁদের বিবেক এবং "
    "বুদ্ধি আছে; সুতরাং সকলেরই একে অপরের প্রতি ভ্রাতৃত্বসুলভ মনোভাব নিয়ে আচরণ করা উচিত।",
    "Tamil": "மனிதப் பிறவியினர் சகலரும் சுதந்திரமாகவே பிறக்கின்றனர்; அவர்கள் மதிப்பிலும், உரிமைகளிலும் "
    "சமமானவர்கள், அவர்கள் நியாயத்தையும் மனச்சாட்சியையும் இயற்பண்பாகப் பெற்றவர்கள்.",
    "Telugu": "ప్రతిపత్తిస్వత్వముల విషయమున మానవులెల్లరును జన్మతః స్వతంత్రులును సమానులును నగుదురు. వారు "
    "వివేచన, అంతఃకరణ కలిగియుండుటచే పరస్పరము భ్రాతృభావముతో వర్తింపవలయును.",
    "Thai": "มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ ต่างมีเหตุผลและมโนธรรม "
    "และควรปฏิบัติต่อกันด้วยเจตนารมณ์แห่งภราดรภาพ ช่วยเขียนอีเมลถึงเจ้าของบ้านให้หน่อยครับ",
    "Georgian": "ყველა ადამიანი იბადება თავისუფალი და თანასწორი თავისი ღირსებითა და უფლებებით. მათ "
    "მინიჭებული აქვთ გონება და სინდისი და ერთმანეთის მიმართ უნდა იქცეოდნენ ძმობის სულისკვეთებით.",
    "Armenian": "Բոլոր մարդիկ ծնվում են ազատ ու հավասար իրենց արժանապատվությամբ ու իրավունքներով։ Նրանք "
    "ունեն բանականություն ու խիղճ և միմյանց պետք է եղբայրաբար վերաբերվեն։",
    "Chinese, simplified": "人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心，并应以兄弟关系的精神相"
    "对待。请帮我写一封短信给房东：我们公寓的暖气从上周二开始就坏了，晚上越来越冷。我打了两次电话，没有人来修。",
    "Chinese, traditional": "人人生而自由，在尊嚴和權利上一律平等。他們賦有理性和良心，並應以兄弟關係的精神相"
    "對待。請幫我寫一封短信給房東：我們公寓的暖氣從上週二開始就壞了，晚上越來越冷。",
    "Japanese": "すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。人間は、"
    "理性と良心とを授けられており、互いに同胞の精神をもって行動しなければならない。明日の会議の資料を短くまとめてください。",
    "Korean": "모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다. 인간은 천부적으로 이성과 양심을 "
    "부여받았으며 서로 형제애의 정신으로 행동하여야 한다. 집주인에게 보낼 짧은 편지를 써 주세요.",
}

_PYTHON = """def flat(rows, *, key=lambda r: r["id"], sep="; "):
    seen = {k: [*v] for k, v in groupby(sorted(rows, key=key), key)}
    return sep.join(f"{k!r}={len(v):>4}" for (k, v) in seen.items() if v[0:1] != [None])


assert flat([{"id": 3}, {"id": -1}]) == "-1=   1; 3=   1", {"got": flat([])}"""
_JAVASCRIPT = """const pending=new Map();export async function load(url,{retries=3,signal}={}){for(let
i=0;i<retries;i++){try{const r=await fetch(url,{signal});if(!r.ok)throw new Error(`${r.status}`);
return await r.json()}catch(e){if(i===retries-1||signal?.aborted)throw e}}}document.querySelectorAll(
'[data-id]').forEach(el=>el.addEventListener('click',({target:{dataset}})=>pending.set(dataset.id,!0)))"""
_SQL = """SELECT u.user_id, u.email, SUM(l.amount_tokens) AS used FROM user_account AS u LEFT JOIN
ledger_entry AS l ON l.user_id = u.user_id AND l.kind = 'charge' WHERE l.created_at >= '2026-11-01'
GROUP BY u.user_id, u.email HAVING SUM(l.amount_tokens) > 1000 ORDER BY used DESC LIMIT 50;"""
_TABLE = """| model | input | cached | output |
| --- | ---: | ---: | ---: |
| a-1 | $0.30 | $0.03 | $2.50 |
| b-2 | $1.25 | $0.20 | $2.50 |
| c-3 | $4.00 | $0.20 | $20.00 |"""
_MATHS = r"""$$ \frac{\partial u}{\partial t} = \alpha \nabla^2 u, \quad \int_0^\infty e^{-x^2}\,dx
= \frac{\sqrt{\pi}}{2}, \quad \sum_{n=1}^{\infty} \frac{1}{n^2} = \frac{\pi^2}{6} $$"""
_MIXED = """请用 Python 写一个函数 def add(a, b) 并解释它的复杂度 O(n log n)。Ошибка: ModuleNotFoundError:
No module named 'numpy'. 明日の会議は10:30からZoomで行います。Merci beaucoup, à demain ! 👍"""


def made_texts() -> dict[str, str]:
    """Return code, data and emoji; the same at every run."""
    chance = random.Random(2026)
    rows = [{"id": index, "name": f"user-{index}", "score": chance.random()} for index in range(12)]
    figures = (f"{row['id']},{row['score']:.4f},2026-11-{row['id'] + 1:02d}" for row in rows)
    return {
        "Python": _PYTHON,
        "JavaScript, minified": _JAVASCRIPT,
        "SQL": _SQL,
        "Markdown table": _TABLE,
        "LaTeX": _MATHS,
        "JSON": json.dumps(rows),
        "JSON, indented": json.dumps(rows, indent=2),
        "CSV": "\n".join(figures),
        "base64": base64.b64encode(chance.randbytes(400)).decode(),
        "hexadecimal": chance.randbytes(300).hex(),
        "UUIDs": "\n".join(chance.randbytes(16).hex("-", 4) for _ in range(8)),
        "emoji": "".join(chr(0x1F600 + chance.randrange(0x44)) for _ in range(60)),
        "emoji in text": "Great work 🎉 see you tomorrow 👋 thanks 🙏 lunch 🍜 at noon 🕛 ok 👍 "
        * 4,
        "languages mixed": _MIXED,
    }
