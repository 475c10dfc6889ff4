// What the phone says (没有信号): every sentence of these modules, in one place.

export const WORDS = {
  waiting: "待上传",
  asks: "需要您处理",
  sending: (percent) => `上传中 ${percent}%`,
  done: (time) => `已上传 ${time}`,
  photos: (sent, all) => `照片 ${sent}/${all}`,
  pieces: (n) => `照片 ${n} 张`,
  changed: (time) => `最后改于 ${time}`,
  saved: (time) => `${time} 存在手机里`,

  synced: (time) => `已同步 ${time}`,
  offline: (n) => n ? `没有信号，先存在手机里（${n} 条待上传）` : "没有信号，写的会先存在手机里",
  noReach: (n) => n ? `现在连不上，先存在手机里（${n} 条待上传）` : "现在连不上，写的会先存在手机里",
  toSignIn: "去登录",
  toOutbox: "看待上传的",
  busy: (n) => `正在上传，还有 ${n} 条`,
  signIn: (n) => n ? `登录后自动上传（${n} 条待上传）` : "还没有登录",
  other: "这台手机上登录的是另一个账号，您的走访等您登录后再上传",
  left: (n) => `${n} 条待上传`,
  ask: (n) => `${n} 条需要您处理`,

  save: "保存",
  keep: "先存在手机里",
  saving: "正在保存",
  sendingPhotos: (text) => `正在上传，${text}`,
  drafted: (time) => `没填完的已存在手机里 ${time}`,
  kept: "存在手机里了，有信号时自动上传",
  full: "手机存不下了：请先上传，或删掉没填完的里的照片",
  again: (when, where) => `上次没填完（${when}${where ? "，" + where : ""}），接着填？`,
  goOn: "接着填",
  dropDraft: "不要了",
  needPlace: "请选走访的户，或者选村",
  needDay: "请选走访的日期",
  needMatter: "请写下是什么事",
  fixed: "这几件事可能已经传上去了，这里不能再改，要改请到电脑上",
  wasSent: (ref) => `这条已经上传了（${ref}），没有再存一遍。要改请点这里`,
  onTheWay: "这条正在上传，里面的事现在不能改。请等传完再改",
  littleMore: "还差一点",
  settled: "当场解决",
  changedFacts: "这一户的情况变了",
  newPhone: "电话换成了",
  newPeople: "家里现在几口人",
  people: "一起去的同事",
  optional: "（可不填）",
  peopleHint: "选上以后他不用再记一遍，这次也算他走访了",
  findPeople: "写姓名找同事",
  noPeople: "想选一起去的同事，先在有信号的地方点“下乡带着走”。",
  noItems: "这里没有事项可选，先记成问题，传上去以后再转成办件。",
  photo: (n) => `照片 ${n}`,
  takeAway: "去掉",
  thisHousehold: "刚才点的这一户",
  ownHouseholds: "我的联系户",

  justSent: "刚上传的",
  noPlace: "还没选去了哪里",
  fileName: "待上传的走访",
  sendNow: "立即上传",
  toFile: "存到文件",
  fileSaid: "存好了。在电脑上打开“走访”里的“读手机上存下的文件”就能用。里面有群众的情况，用完请删掉",
  fileLeft: (n) => `有 ${n} 条写了要转成诉求的事或提到了干部，没有存进文件，留在这台手机里等上传`,
  toRead: "请您看看",
  factsKept: "走访存好了。这一户有几项没有照您写的改，由能改的人来定：",
  fact: ({ label, kept, sent }) => `${label}：镇里：${kept}；您写的：${sent}`,
  isRead: "知道了",
  notes: (n) => `${n} 条传上了，有几项请您看看`,
  mend: "改一改",
  drop: "删掉这条",
  dropSure: "删掉后找不回来。真的不要这一条了？",
  dropYes: "删掉，不要了",
  dropNo: "先留着",
  look: "看这条记录",
  lookParked: "看两份，再定",
  nothing: "没有待上传的走访",
  nothingMore: "记好的走访都在台账里了。",
  unfinished: "没填完的",
  noVisits: "您的岗位不记走访，这里没有您的内容。",
  noAccount: "先在有信号的地方登录一次，这台手机才能存走访。",
  noStore: "这个浏览器存不下走访。请换手机自带的浏览器，或在有信号的地方记。",

  packed: (n, time) => `带上了 ${n} 户，${time}，今天用完自动清掉`,
  packFailed: "没有带上，您在有信号的地方再点一次",
  packTitle: "今天带着的",
  packDrop: "现在清掉",
  myProblems: "我手上的问题",
  due: (day) => `${day}前`,
  copyAddress: "复制住址",
  copied: "复制好了",
  openMatters: "没解决的事",

  leaveTitle: (waiting, drafts, notes) => "这台手机里还有 " + [
    waiting && `${waiting} 条走访没有上传`, drafts && `${drafts} 条没填完`, notes && `${notes} 条传上了还没有看`,
  ].filter(Boolean).join("、"),
  leaveWhy: "退出后，手机里存的都会清掉。",
  leaveSend: "先上传",
  leaveFile: "存到文件",
  leaveDrop: (n) => `不要这 ${n} 条了，退出`,
  leaveStay: "先不退出",
  leaveBusy: "正在清掉手机里存的，再退出",
  leaveNotYet: "还没有退出：信号太慢，这一页没有打全。手机里存的已经清掉。",
  leaveReload: "打开工作台，再点退出",
  leaveOffline: "还没有退出：现在没有信号，有信号后再点一次退出。手机里存的已经清掉。",

  parked: "这条在别的手机上改过，两份都留着，等人看过再定",
  refused: "这条没有收下，请看看写的内容",
  unreadable: "这条在手机里读不出来了，请告诉管理员",
  photoRefused: (reason) => `走访已经存好，有照片没有传上：${reason}。照片可以在电脑上补`,
  photoLost: "照片对不上这条走访",
};

export const clock = (ms) => {
  const at = new Date(ms);
  const time = `${at.getHours()}:${String(at.getMinutes()).padStart(2, "0")}`;
  return at.toDateString() === new Date().toDateString() ? time : `${at.getMonth() + 1}月${at.getDate()}日 ${time}`;
};

export const dayWords = (iso) => iso ? `${Number(iso.slice(5, 7))}月${Number(iso.slice(8))}日` : "";

export const dayOf = (ms) => {
  const at = new Date(ms);
  return [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((one) => String(one).padStart(2, "0")).join("-");
};
